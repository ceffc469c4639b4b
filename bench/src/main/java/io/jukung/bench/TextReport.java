package io.jukung.bench;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Prints samples for people. Stateless. */
final class TextReport {
  private static final double NS_PER_MS = 1e6;
  private static final double BYTES_PER_MB = 1e6;

  private TextReport() {}

  /** One line under {@link #header()}. */
  static String line(Sample sample) {
    return String.format(
        Locale.ROOT,
        "%-7s %-7s %-12s %9.0f %9.3f %9.3f %10s %7s %9d %6d",
        (sample.warmup() ? "warm " : "round ") + sample.round(),
        sample.workload().word(),
        sample.server(),
        sample.operationsPerSecond(),
        sample.p50Ns() / NS_PER_MS,
        sample.p99Ns() / NS_PER_MS,
        number(sample.cpuNsPerOperation().orElse(Double.NaN) / NS_PER_MS, "%.4f"),
        number(memory(sample), "%.0f"),
        sample.operations(),
        sample.failures());
  }

  /** The names and units of {@link #line}'s columns. */
  static String header() {
    return String.format(
        "%-7s %-7s %-12s %9s %9s %9s %10s %7s %9s %6s",
        "", "", "server", "ops/s", "p50 ms", "p99 ms", "cpu ms/op", "rss MB", "ops", "failed");
  }

  /** The medians over all rounds, and with two servers how many times better the second is. */
  static String summary(List<ServerUnderTest> servers, List<Sample> samples) {
    StringBuilder text = new StringBuilder("median of the rounds\n");
    for (Workload workload : EnumSet.allOf(Workload.class)) {
      for (ServerUnderTest server : servers) {
        medians(server.name(), workload, samples, text);
      }
      if (servers.size() == 2) {
        ratios(
            workload, Comparison.of(servers.get(0).name(), servers.get(1).name(), samples), text);
      }
    }
    return text.toString();
  }

  private static void medians(
      String server, Workload workload, List<Sample> samples, StringBuilder text) {
    List<Sample> rows =
        samples.stream()
            .filter(s -> s.server().equals(server) && s.workload() == workload && !s.warmup())
            .toList();
    if (rows.isEmpty()) {
      return;
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%-7s %-7s %-12s %9.0f %9.3f %9.3f %10s %7s%n",
            "",
            workload.word(),
            server,
            median(rows, Sample::operationsPerSecond),
            median(rows, s -> s.p50Ns() / NS_PER_MS),
            median(rows, s -> s.p99Ns() / NS_PER_MS),
            number(median(rows, s -> s.cpuNsPerOperation().orElse(Double.NaN) / NS_PER_MS), "%.4f"),
            number(median(rows, TextReport::memory), "%.0f")));
  }

  private static void ratios(Workload workload, List<Comparison> all, StringBuilder text) {
    List<Comparison> rows = all.stream().filter(c -> c.workload() == workload).toList();
    if (rows.isEmpty()) {
      return;
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%-7s %-7s %-12s %9s %9s %9s %10s %7s   cpu by round: %s%n",
            "",
            "",
            "times better",
            number(median(rows, Comparison::throughput), "%.2f"),
            number(median(rows, Comparison::p50), "%.2f"),
            number(median(rows, Comparison::p99), "%.2f"),
            number(median(rows, Comparison::cpu), "%.2f"),
            number(median(rows, Comparison::memory), "%.2f"),
            rows.stream().map(c -> number(c.cpu(), "%.2f")).collect(Collectors.joining(" "))));
  }

  private static double memory(Sample sample) {
    return sample.residentBytes().isEmpty()
        ? Double.NaN
        : sample.residentBytes().getAsLong() / BYTES_PER_MB;
  }

  private static <T> double median(List<T> rows, ToDoubleFunction<T> figure) {
    return Comparison.median(rows.stream().mapToDouble(figure).toArray());
  }

  private static String number(double value, String format) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }
}
