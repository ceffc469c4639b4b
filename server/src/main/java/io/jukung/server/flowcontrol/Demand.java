package io.jukung.server.flowcontrol;

/**
 * How many seats a level wanted since it was last asked: average, deviation, greatest, and a value
 * that rises at once and falls slowly. Guarded by the level's lock.
 */
final class Demand {
  private static final double SMOOTHING = 0.977;

  private long sinceNs;
  private long lastNs;
  private double value;
  private double sum;
  private double squares;
  private double greatest;
  private double smoothed;
  private int high;

  Demand(long nowNs) {
    this.sinceNs = nowNs;
    this.lastNs = nowNs;
  }

  void set(double seats, long nowNs) {
    advance(nowNs);
    value = seats;
    greatest = Math.max(greatest, seats);
  }

  private void advance(long nowNs) {
    double time = nowNs - lastNs;
    sum += time * value;
    squares += time * value * value;
    lastNs = nowNs;
  }

  /** Ends a period and begins the next. */
  void finish(long nowNs) {
    advance(nowNs);
    double time = nowNs - sinceNs;
    high = (int) Math.round(greatest);
    if (time > 0) {
      double average = sum / time;
      double deviation = Math.sqrt(Math.max(0, squares / time - average * average));
      double envelope = average + deviation;
      smoothed = Math.max(envelope, SMOOTHING * smoothed + (1 - SMOOTHING) * envelope);
    }
    sinceNs = nowNs;
    sum = 0;
    squares = 0;
    greatest = value;
  }

  /** The most seats wanted at once in the last period. */
  int high() {
    return high;
  }

  /** The seats wanted, smoothed over the periods. */
  double smoothed() {
    return smoothed;
  }
}
