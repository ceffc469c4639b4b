package io.jukung.raftstore;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares this member's state with the others' whenever the store is compacted: the entry that
 * compacts stands at the same place in every log. The state of that moment is read beside all other
 * work, on a thread of its own, and the hash kept for others to ask for. One that is not done when
 * the next compaction comes lets that one go; so where there is much to read only the first one in
 * ten minutes counts, the same one for all members. Safe for use by any number of threads.
 */
final class ReplicaChecks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaChecks.class);
  private static final int KEPT = 4;

  /** So many changes that are not compacted are read within seconds. */
  private static final long FEW_CHANGES = 10_000;

  private static final long SLOT_MS = TimeUnit.MINUTES.toMillis(10);

  private final Supplier<Membership> group;
  private final AtomicBoolean stop = new AtomicBoolean();
  private volatile Optional<ReplicaCheck> last = Optional.empty();

  // Guarded by this.
  private final Map<Long, StateHash> hashes = new LinkedHashMap<>();
  private Optional<Thread> running = Optional.empty();
  private long slot = -1;

  ReplicaChecks(Supplier<Membership> group) {
    this.group = group;
  }

  /**
   * Hashes the state as it is now, if that is due. Called by who applies.
   *
   * @param view shows it; asked for at once or not at all
   */
  synchronized void take(AppliedState at, Supplier<StateDb.Moment> view) {
    if (!due(at) || running.filter(Thread::isAlive).isPresent() || stop.get()) {
      return;
    }
    StateDb.Moment moment = view.get();
    running =
        Optional.of(
            Thread.ofPlatform()
                .daemon()
                .name("raft-store-hash")
                .start(
                    () -> {
                      try (moment) {
                        StateHash.of(at, moment, stop).ifPresent(this::keep);
                      } catch (RuntimeException e) {
                        LOG.error("the state can't be read through to be compared", e);
                      }
                    }));
  }

  /** Whether the state that a compaction leaves is to be hashed; for each compaction once. */
  synchronized boolean due(AppliedState at) {
    long before = slot;
    slot = at.timeMs() / SLOT_MS;
    return slot != before || at.revision() - at.compacted() <= FEW_CHANGES;
  }

  private synchronized void keep(StateHash hash) {
    hashes.put(hash.index(), hash);
    if (hashes.size() > KEPT) {
      hashes.remove(hashes.keySet().iterator().next());
    }
  }

  /** This member's hash at an entry, if it has it. */
  synchronized Optional<String> at(long index) {
    return Optional.ofNullable(hashes.get(index)).map(StateHash::value);
  }

  private synchronized Optional<StateHash> newest() {
    return hashes.values().stream().reduce((older, newer) -> newer);
  }

  /** The newest comparison with at least one other member. */
  Optional<ReplicaCheck> last() {
    return last;
  }

  /**
   * Compares the newest hash with those of members it has not been compared with. Asks them, so it
   * may take seconds; for one thread at a time.
   */
  void compare() {
    Optional<StateHash> newest = newest();
    if (newest.isEmpty()) {
      return;
    }
    StateHash own = newest.get();
    Optional<ReplicaCheck> before = last.filter(check -> check.index() == own.index());
    if (before.filter(check -> compared(check) >= group.get().members().size() - 1).isPresent()) {
      return;
    }
    Map<String, String> found = group.get().hashes(own.index());
    if (found.isEmpty()) {
      return;
    }
    Set<String> same = ConcurrentHashMap.newKeySet();
    Map<String, String> different = new TreeMap<>();
    before.ifPresent(
        check -> {
          same.addAll(check.equal());
          different.putAll(check.different());
        });
    found.forEach(
        (name, hash) -> {
          if (hash.equals(own.value())) {
            same.add(name);
          } else if (different.put(name, hash) == null) {
            LOG.error(
                "member {} holds another state than this one: hash {} there, {} here, both after"
                    + " log index {} at revision {}; find the damaged one with 'jukung store"
                    + " check', remove it and let it join anew",
                name,
                hash,
                own.value(),
                own.index(),
                own.revision());
          }
        });
    last = Optional.of(new ReplicaCheck(own.index(), own.revision(), own.value(), same, different));
  }

  private static int compared(ReplicaCheck check) {
    return check.equal().size() + check.different().size();
  }

  /** Ends what reads the database, which is to be replaced. What it knew is void. */
  void pause() {
    stop.set(true);
    Optional<Thread> reading;
    synchronized (this) {
      reading = running;
      hashes.clear();
    }
    try {
      if (reading.isPresent()) {
        LockSupport.unpark(reading.get());
        reading.get().join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Goes on after {@link #pause}. */
  void resume() {
    stop.set(false);
  }

  @Override
  public void close() {
    pause();
  }
}
