package io.jukung.storage.migrate;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * The leases of a source that keys were seen under, and what stands for them in the target. A lease
 * is granted there for as long as it has left in the source. Used by one thread.
 */
public final class LeaseTerms {
  private final LongUnaryOperator remainingSeconds;
  private final LongUnaryOperator grant;
  private final Map<Long, Long> granted = new HashMap<>();

  /**
   * Nothing seen so far.
   *
   * @param remainingSeconds how long a lease of the source has left; 0 or less when it has ended
   * @param grant makes a lease of some seconds in the target, and returns its id
   */
  public LeaseTerms(LongUnaryOperator remainingSeconds, LongUnaryOperator grant) {
    this.remainingSeconds = remainingSeconds;
    this.grant = grant;
  }

  /** The target's lease for a source's; 0 for 0. One that has ended gets a second more. */
  public long of(long lease) {
    if (lease == 0) {
      return 0;
    }
    return granted.computeIfAbsent(
        lease, id -> grant.applyAsLong(Math.max(1, remainingSeconds.applyAsLong(id))));
  }
}
