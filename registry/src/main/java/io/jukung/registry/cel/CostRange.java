package io.jukung.registry.cel;

/**
 * Between what a cost or a size lies; both ends unsigned.
 *
 * @param min the least it can be
 * @param max the most it can be
 */
public record CostRange(long min, long max) {
  static final CostRange ZERO = fixed(0);
  static final CostRange ONE = fixed(1);
  static final CostRange UNKNOWN = new CostRange(0, Costs.MAX);

  /** What any union leaves as it is. */
  static final CostRange NONE = new CostRange(Costs.MAX, 0);

  static CostRange fixed(long value) {
    return new CostRange(value, value);
  }

  CostRange plus(CostRange other) {
    return new CostRange(Costs.plus(min, other.min), Costs.plus(max, other.max));
  }

  CostRange times(CostRange other) {
    return new CostRange(Costs.times(min, other.min), Costs.times(max, other.max));
  }

  CostRange times(double factor) {
    return new CostRange(Costs.times(min, factor), Costs.times(max, factor));
  }

  CostRange union(CostRange other) {
    return new CostRange(Costs.min(min, other.min), Costs.max(max, other.max));
  }
}
