package io.jukung.bench;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What one workload did to one server in one round. Immutable.
 *
 * @param round from 1; warm-up rounds count from 1 as well
 * @param warmup whether the round is a warm-up, when the server's code is still cold
 * @param operations requests answered with success, or events delivered to watchers
 * @param failures requests answered with an error, and events never delivered
 * @param elapsedNs from the first request to the last answer
 * @param p50Ns half the operations took no longer
 * @param p99Ns 99 of 100 operations took no longer
 * @param maxNs the longest operation
 * @param bytes body bytes received
 * @param cpuNs CPU time of the server's processes meanwhile; empty when they cannot be seen
 * @param residentBytes their resident memory at the end
 */
public record Sample(
    String server,
    Workload workload,
    int round,
    boolean warmup,
    long operations,
    long failures,
    long elapsedNs,
    long p50Ns,
    long p99Ns,
    long maxNs,
    long bytes,
    OptionalLong cpuNs,
    OptionalLong residentBytes) {

  /** Operations per second. */
  public double operationsPerSecond() {
    return elapsedNs == 0 ? 0 : operations * 1e9 / elapsedNs;
  }

  /** The servers' CPU time for each operation; empty when nothing was done or seen. */
  public OptionalDouble cpuNsPerOperation() {
    return cpuNs.isEmpty() || operations == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) cpuNs.getAsLong() / operations);
  }
}
