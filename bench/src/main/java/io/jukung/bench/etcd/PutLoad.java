package io.jukung.bench.etcd;

/**
 * One round of puts.
 *
 * @param clients puts under way at once
 * @param connections TCP connections they share; at most one a client
 * @param valueBytes size of a value, of random bytes; 1 to 16,000, as a put is one frame
 * @param keys how many different keys are written
 * @param once whether each key is written once, in order, and the round ends with the last; else
 *     keys are taken by chance until the time is over
 * @param leadInMs time before anything counts
 * @param runMs how long the round counts, at most
 * @param seed of all chance
 */
record PutLoad(
    int clients,
    int connections,
    int valueBytes,
    long keys,
    boolean once,
    long leadInMs,
    long runMs,
    long seed) {
  PutLoad {
    if (clients < 1 || connections < 1 || connections > clients || keys < 1 || runMs < 1) {
      throw new IllegalArgumentException(
          "expected clients, connections (at most one a client), keys and time of 1 or more");
    }
    if (valueBytes < 1 || valueBytes > 16_000) {
      throw new IllegalArgumentException("expected values of 1 to 16000 bytes, got " + valueBytes);
    }
  }
}
