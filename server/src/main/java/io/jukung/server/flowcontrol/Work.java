package io.jukung.server.flowcontrol;

/**
 * How much a request is expected to take.
 *
 * @param seats while it runs
 * @param finalSeats while those who watch are told of it
 * @param finalNs how long that takes
 */
record Work(int seats, int finalSeats, long finalNs) {
  /** A request like most. */
  static final Work ONE = new Work(1, 0, 0);

  /** How long a request is thought to run, as upstream. */
  static final double EXPECTED_SECONDS = 0.003;

  /** What it holds from its start to its end. */
  int maxSeats() {
    return Math.max(seats, finalSeats);
  }

  /** In seat-seconds. */
  double total() {
    return seats * EXPECTED_SECONDS + finalSeats * (finalNs / 1e9);
  }
}
