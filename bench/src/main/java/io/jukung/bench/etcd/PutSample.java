package io.jukung.bench.etcd;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * What one round of puts on one target came to.
 *
 * @param cpuNs CPU time its processes took meanwhile; empty when they are not on this machine
 * @param residentBytes their resident memory at the end
 */
record PutSample(
    String target,
    int clients,
    int round,
    long elapsedNs,
    Histogram latencies,
    long failures,
    OptionalLong cpuNs,
    OptionalLong residentBytes) {

  double perSecond() {
    return latencies.getTotalCount() * 1e9 / elapsedNs;
  }

  double p50Ms() {
    return latencies.getValueAtPercentile(50) / 1e6;
  }

  double p99Ms() {
    return latencies.getValueAtPercentile(99) / 1e6;
  }

  double maxMs() {
    return latencies.getMaxValue() / 1e6;
  }

  OptionalDouble cpuMicrosPerPut() {
    return cpuNs.isPresent() && latencies.getTotalCount() > 0
        ? OptionalDouble.of(cpuNs.getAsLong() / 1e3 / latencies.getTotalCount())
        : OptionalDouble.empty();
  }
}
