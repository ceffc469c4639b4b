package io.jukung.server.flowcontrol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/** One queue of a level, with what of it runs. Guarded by the level's lock. */
final class LevelQueue {
  final int index;
  final Deque<Ticket> waiting = new ArrayDeque<>();
  final Set<Ticket> running = new LinkedHashSet<>();
  int seatsInUse;
  int seatsWaiting;
  double workWaiting;

  /** The virtual time at which its next request would start. */
  double nextR;

  LevelQueue(int index) {
    this.index = index;
  }

  boolean active() {
    return !waiting.isEmpty() || !running.isEmpty();
  }

  void add(Ticket ticket) {
    waiting.addLast(ticket);
    seatsWaiting += ticket.work.maxSeats();
    workWaiting += ticket.work.total();
  }

  /** Takes a waiting ticket out; false when it waits no more. */
  boolean remove(Ticket ticket) {
    boolean first = ticket.equals(waiting.peekFirst());
    boolean found = first ? waiting.pollFirst() != null : waiting.remove(ticket);
    if (found) {
      seatsWaiting -= ticket.work.maxSeats();
      workWaiting -= ticket.work.total();
    }
    return found;
  }

  /** No request starts before it came, however idle its queue was. */
  void bound() {
    Ticket first = waiting.peekFirst();
    if (first != null && nextR < first.arrivedR) {
      nextR = first.arrivedR;
    }
  }
}
