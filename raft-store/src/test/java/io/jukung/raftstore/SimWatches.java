package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.StoreException;
import io.jukung.storage.Watch;
import io.jukung.storage.WatchRequest;
import io.jukung.storage.check.Story;
import io.jukung.storage.check.WatchLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The watches of a simulated group: they begin anywhere in what is kept, end at any time, and go on
 * on any member where they stopped. Used by one thread.
 */
final class SimWatches {
  private static final int MOST_OPEN = 8;

  private record Open(WatchLog log, Watch watch, SimMember member, int life) {
    private boolean alive() {
      return member.up() && member.starts() == life && log.end().isEmpty();
    }
  }

  private final List<Open> open = new ArrayList<>();
  private final List<WatchLog> stopped = new ArrayList<>();
  private final List<WatchLog> all = new ArrayList<>();
  private final SimWorld world;
  private final Random random;
  private final SimFault fault;
  private int resumed;
  private int compacted;

  SimWatches(SimWorld world, SimFault fault) {
    this.world = world;
    this.random = world.random();
    this.fault = fault;
  }

  /** How many watches went on where they had stopped. */
  int resumed() {
    return resumed;
  }

  /** How many ended as their place was compacted away. */
  int compacted() {
    return compacted;
  }

  /** Something happens to the watches of a member. */
  void act(SimMember member) {
    int dice = random.nextInt(10);
    if (dice < 4 && open.size() < MOST_OPEN) {
      AppliedState state = member.replica().state();
      long first = Math.max(1, state.compacted());
      long start =
          random.nextInt(3) == 0
              ? state.revision() + 1 + random.nextInt(3)
              : first + random.nextLong(state.revision() + 2 - first);
      begin(member, new WatchRequest(range(), start, random.nextBoolean()));
    } else if (dice < 7 && !stopped.isEmpty() && open.size() < MOST_OPEN) {
      WatchLog log = stopped.remove(random.nextInt(stopped.size()));
      resume(member, log);
    } else if (!open.isEmpty()) {
      Open victim = open.get(random.nextInt(open.size()));
      if (random.nextBoolean()) {
        victim.watch.requestProgress();
      } else {
        victim.watch.close();
        open.remove(victim);
        stopped.add(victim.log);
      }
    }
  }

  private void resume(SimMember member, WatchLog log) {
    resumed++;
    WatchRequest old = log.request();
    long next = log.through() + 1;
    long start = fault == SimFault.WATCH_RESUMED_LATE ? next + 1 : next;
    Open now = begin(member, new WatchRequest(old.range(), start, old.previous()), next);
    world.trace("watch resumed at " + start + " on " + now.member.id);
  }

  private void begin(SimMember member, WatchRequest request) {
    Open _ = begin(member, request, request.startRevision());
  }

  /** Starts a watch; what it hears is compared with what it should from {@code expected} on. */
  private Open begin(SimMember member, WatchRequest request, long expected) {
    WatchLog log = new WatchLog(new WatchRequest(request.range(), expected, request.previous()));
    Open now = new Open(log, member.replica().watch(request, log), member, member.starts());
    open.add(now);
    all.add(log);
    return now;
  }

  private KeyRange range() {
    return switch (random.nextInt(4)) {
      case 0 -> KeyRange.prefix(Bytes.utf8("k"));
      case 1 -> KeyRange.single(SimClients.KEYS.get(random.nextInt(2)));
      default -> KeyRange.ALL;
    };
  }

  /** Sorts out watches that ended by themselves or with their process. */
  void sort() {
    for (Open one : List.copyOf(open)) {
      if (!one.alive()) {
        open.remove(one);
        if (one.log.end().isEmpty()) {
          stopped.add(one.log);
        } else {
          ended(one);
        }
      }
    }
  }

  private void ended(Open one) {
    if (one.log.end().orElseThrow() instanceof StoreException.Compacted cause) {
      compacted++;
      if (cause.compactedRevision() <= one.log.through() + 1) {
        throw new SimViolation(
            "watch at "
                + one.log.through()
                + " ended as compacted at "
                + cause.compactedRevision());
      }
    } else {
      throw new SimViolation("watch ended: " + one.log.end());
    }
  }

  /** A watch of everything that a member still has. */
  void whole(SimMember member) {
    long first = Math.max(1, member.replica().state().compacted());
    begin(member, new WatchRequest(KeyRange.ALL, first, true));
  }

  void progress() {
    open.forEach(one -> one.watch.requestProgress());
  }

  /** Whether all that are open know everything up to a revision, or begin after it. */
  boolean through(long revision) {
    return open.stream().allMatch(one -> one.log.through() >= revision);
  }

  void check(Story story, long compactedAt) {
    for (WatchLog log : all) {
      log.violation(story, compactedAt)
          .ifPresent(
              wrong -> {
                throw new SimViolation("watch from " + log.request() + ": " + wrong);
              });
    }
  }
}
