package io.jukung.server.flowcontrol;

import java.util.LinkedHashSet;
import java.util.Set;

/** What a level counts. Guarded by its lock. */
final class LevelCounts {
  int waiting;
  int executing;
  int seatsInUse;
  int seatsWaiting;
  long dispatched;
  long rejected;
  long timedOut;
  long cancelled;

  /** What runs without having been in a queue. */
  final Set<Ticket> queueless = new LinkedHashSet<>();
}
