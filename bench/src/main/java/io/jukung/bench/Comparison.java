package io.jukung.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How many times better the second server did than the first, in one workload of one round: above 1
 * it is faster, or cheaper. {@code NaN} where a figure is missing.
 *
 * @param throughput operations per second, second over first
 * @param p50 first over second
 * @param p99 first over second
 * @param cpu CPU time for each operation, first over second
 * @param memory resident memory, first over second
 */
public record Comparison(
    Workload workload,
    int round,
    double throughput,
    double p50,
    double p99,
    double cpu,
    double memory) {

  /** One comparison for each workload and round that both servers have, warm-ups left out. */
  public static List<Comparison> of(String first, String second, List<Sample> samples) {
    List<Comparison> comparisons = new ArrayList<>();
    for (Sample a : samples) {
      if (!a.server().equals(first) || a.warmup()) {
        continue;
      }
      Optional<Sample> b =
          samples.stream()
              .filter(
                  s ->
                      s.server().equals(second)
                          && !s.warmup()
                          && s.round() == a.round()
                          && s.workload() == a.workload())
              .findFirst();
      b.ifPresent(other -> comparisons.add(between(a, other)));
    }
    return comparisons;
  }

  /** The median; of an even count the mean of the middle two. {@code NaN} of nothing. */
  public static double median(double... values) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static Comparison between(Sample a, Sample b) {
    return new Comparison(
        a.workload(),
        a.round(),
        ratio(b.operationsPerSecond(), a.operationsPerSecond()),
        ratio((double) a.p50Ns(), (double) b.p50Ns()),
        ratio((double) a.p99Ns(), (double) b.p99Ns()),
        ratio(a.cpuNsPerOperation().orElse(Double.NaN), b.cpuNsPerOperation().orElse(Double.NaN)),
        a.residentBytes().isPresent() && b.residentBytes().isPresent()
            ? ratio((double) a.residentBytes().getAsLong(), (double) b.residentBytes().getAsLong())
            : Double.NaN);
  }

  private static double ratio(double over, double under) {
    return under == 0 ? Double.NaN : over / under;
  }
}
