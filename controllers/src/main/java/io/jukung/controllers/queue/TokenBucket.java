package io.jukung.controllers.queue;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A bucket of tokens that fills at a steady rate. Each taker gets a token, and is told how long it
 * has to wait for it. Safe for all threads.
 *
 * <p>Upstream's counterpart: {@code golang.org/x/time/rate} as {@code client-go/util/workqueue}
 * uses it.
 */
public final class TokenBucket {
  private final LongSupplier nanoTime;
  private final double tokensPerNs;
  private final int burst;
  private double tokens;
  private long lastNs;

  /**
   * A full bucket.
   *
   * @param nanoTime the clock, {@link System#nanoTime} outside tests
   * @param perSecond how many tokens come in each second
   * @param burst how many tokens fit in
   */
  public TokenBucket(LongSupplier nanoTime, double perSecond, int burst) {
    this.nanoTime = nanoTime;
    this.tokensPerNs = perSecond / 1e9;
    this.burst = burst;
    this.tokens = burst;
    this.lastNs = nanoTime.getAsLong();
  }

  /** Takes a token, maybe one that comes later; how long it takes until it is there. */
  public synchronized Duration reserve() {
    refill();
    tokens -= 1;
    return tokens >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-tokens / tokensPerNs));
  }

  /** Takes a token if one is there. */
  public synchronized boolean tryTake() {
    refill();
    if (tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }

  private void refill() {
    long nowNs = nanoTime.getAsLong();
    tokens = Math.min(burst, tokens + (nowNs - lastNs) * tokensPerNs);
    lastNs = nowNs;
  }
}
