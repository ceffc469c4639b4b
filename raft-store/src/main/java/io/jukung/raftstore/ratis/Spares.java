package io.jukung.raftstore.ratis;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which followers a leader need not send each entry at once: those beyond a quorum. An entry is as
 * safe when the others have it, and each follower pays as much for one entry as for several. All
 * are sent at once while somebody at a follower waits for what comes next, and for a moment after a
 * quorum took long: whoever is ahead then is in it from there on. Safe for use by any number of
 * threads.
 */
final class Spares<F> {
  /** For how long after a quorum took long all are sent at once. */
  private static final long LATE_NS = TimeUnit.MILLISECONDS.toNanos(20);

  /**
   * How a follower stands.
   *
   * @param votes false for a learner
   * @param answers whether it has answered lately
   * @param match up to where it is known to have the log
   */
  record Standing<F>(F follower, boolean votes, boolean answers, long match) {}

  /**
   * A group as its leader sees it.
   *
   * @param voters how many have a vote, the leader among them; 0 while that changes
   */
  record Group<F>(int voters, List<Standing<F>> followers) {}

  private final Supplier<Group<F>> group;
  private final LongSupplier nowNs;
  private volatile long hurryUntilNs;
  private volatile @Nullable Set<F> chosen;

  Spares(Supplier<Group<F>> group, LongSupplier nowNs) {
    this.group = group;
    this.nowNs = nowNs;
    this.hurryUntilNs = nowNs.getAsLong();
  }

  /** Somebody at a follower waits for what comes next. */
  void hurry() {
    allUntil(nowNs.getAsLong() + Committing.HURRY_NS);
  }

  /** A quorum took long. */
  void late() {
    allUntil(nowNs.getAsLong() + LATE_NS);
  }

  private void allUntil(long timeNs) {
    if (timeNs - hurryUntilNs > 0) {
      hurryUntilNs = timeNs; // One that is lost in a race costs who waits a moment.
    }
    chosen = null;
  }

  /** Whether what comes next may reach this one a moment later. */
  boolean contains(F follower) {
    if (nowNs.getAsLong() - hurryUntilNs < 0) {
      return false;
    }
    Set<F> spares = chosen;
    if (spares == null) {
      spares = choose(group.get());
      chosen = spares;
    }
    return spares.contains(follower);
  }

  private static <F> Set<F> choose(Group<F> group) {
    int needed = group.voters / 2; // Beside the leader.
    List<F> able =
        group.followers.stream()
            .filter(follower -> follower.votes && follower.answers)
            .sorted(Comparator.comparingLong((Standing<F> f) -> f.match).reversed())
            .map(Standing::follower)
            .toList();
    if (needed == 0 || able.size() < needed) {
      return Set.of();
    }
    Set<F> quorum = Set.copyOf(able.subList(0, needed));
    return group.followers.stream()
        .map(Standing::follower)
        .filter(follower -> !quorum.contains(follower))
        .collect(Collectors.toUnmodifiableSet());
  }
}
