package io.jukung.registry.cel;

/**
 * Arithmetic of costs and sizes, which are unsigned and stay at the largest number where they would
 * pass it. Upstream: {@code checker/cost.go} of {@code cel-go}.
 */
public final class Costs {
  /** The largest number: no bound is known. */
  public static final long MAX = -1;

  /** What reading one byte of a text costs. */
  static final double STRING = 0.1;

  /** What one byte of a regular expression costs, per byte of the text. */
  static final double REGEX = 0.25;

  private static final double TWO_TO_64 = 0x1.0p64;

  private Costs() {}

  /** The sum. */
  public static long plus(long x, long y) {
    long sum = x + y;
    return Long.compareUnsigned(sum, x) < 0 ? MAX : sum;
  }

  /** The product. */
  public static long times(long x, long y) {
    return y != 0 && Long.compareUnsigned(x, Long.divideUnsigned(MAX, y)) > 0 ? MAX : x * y;
  }

  /** The product with a fraction, rounded up. */
  static long times(long x, double factor) {
    double product = Math.ceil(toDouble(x) * factor);
    return product >= TWO_TO_64 ? MAX : toUnsigned(product);
  }

  private static long toUnsigned(double value) {
    return value < 0x1.0p63 ? (long) value : (long) (value - 0x1.0p63) + Long.MIN_VALUE;
  }

  /** The number as a fraction, as near as that goes. */
  public static double toDouble(long unsigned) {
    return unsigned >= 0 ? (double) unsigned : (double) ((unsigned >>> 1) | (unsigned & 1)) * 2.0;
  }

  static long min(long x, long y) {
    return Long.compareUnsigned(x, y) <= 0 ? x : y;
  }

  static long max(long x, long y) {
    return Long.compareUnsigned(x, y) >= 0 ? x : y;
  }
}
