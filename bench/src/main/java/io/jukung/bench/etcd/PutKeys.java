package io.jukung.bench.etcd;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Which keys are put, and what. Safe for all threads. */
final class PutKeys {
  private static final int POOL_BYTES = 1 << 20;

  private final PutLoad load;
  private final AtomicLong next = new AtomicLong();
  private final long first;
  private final byte[] pool;

  PutKeys(PutLoad load) {
    this(load, 0);
  }

  /** Keys from a first number on. */
  PutKeys(PutLoad load, long first) {
    this.load = load;
    this.first = first;
    this.pool = new byte[POOL_BYTES + load.valueBytes()];
    new SplittableRandom(load.seed()).nextBytes(pool);
  }

  /** The number of the next key; -1 when all have been written. */
  long next(SplittableRandom random) {
    if (!load.once()) {
      return first + random.nextLong(load.keys());
    }
    long key = next.getAndIncrement();
    return key < load.keys() ? first + key : -1;
  }

  /** A key of the length that Kubernetes' objects have. */
  static byte[] key(long number) {
    return "/bench/configmaps/jukung-bench/object-%012d"
        .formatted(number)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Random bytes that no block compression gains from; the value is {@code valueBytes} at this. */
  byte[] pool() {
    return pool;
  }

  int valueAt(SplittableRandom random) {
    return random.nextInt(POOL_BYTES);
  }
}
