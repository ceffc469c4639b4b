package io.jukung.bench.etcd;

import io.jukung.bench.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Prints samples for people. Stateless. */
final class PutReport {
  private PutReport() {}

  static String header() {
    return String.format(
        "%-9s %7s  %-12s %9s %9s %9s %9s %10s %7s %6s",
        "",
        "clients",
        "server",
        "puts/s",
        "p50 ms",
        "p99 ms",
        "max ms",
        "cpu us/put",
        "rss MB",
        "failed");
  }

  static String line(String what, PutSample sample) {
    return line(
        what,
        sample.clients(),
        sample.target(),
        sample.perSecond(),
        sample.p50Ms(),
        sample.p99Ms(),
        sample.maxMs(),
        sample.cpuMicrosPerPut().orElse(Double.NaN),
        megabytes(sample),
        sample.failures());
  }

  /** The medians of the rounds, and with two targets how many times better the second is. */
  static List<String> medians(List<String> targets, List<Integer> clients, List<PutSample> all) {
    List<String> lines = new ArrayList<>();
    for (int count : clients) {
      for (String target : targets) {
        List<PutSample> rows = rows(target, count, all);
        lines.add(
            line(
                "median",
                count,
                target,
                median(rows, PutSample::perSecond),
                median(rows, PutSample::p50Ms),
                median(rows, PutSample::p99Ms),
                median(rows, PutSample::maxMs),
                median(rows, s -> s.cpuMicrosPerPut().orElse(Double.NaN)),
                median(rows, PutReport::megabytes),
                rows.stream().mapToLong(PutSample::failures).sum()));
      }
      if (targets.size() == 2) {
        lines.add(better(rows(targets.get(0), count, all), rows(targets.get(1), count, all)));
      }
    }
    return lines;
  }

  /** Medians of the rounds' own ratios: what disturbs a round mostly disturbs both of it. */
  private static String better(List<PutSample> first, List<PutSample> second) {
    return String.format(
        Locale.ROOT,
        "%-9s %7s  %-12s %9s %9s %9s %9s %10s",
        "",
        "",
        "times better",
        ratio(second, first, PutSample::perSecond),
        ratio(first, second, PutSample::p50Ms),
        ratio(first, second, PutSample::p99Ms),
        ratio(first, second, PutSample::maxMs),
        ratio(first, second, s -> s.cpuMicrosPerPut().orElse(Double.NaN)));
  }

  private static String ratio(
      List<PutSample> over, List<PutSample> under, ToDoubleFunction<PutSample> figure) {
    double[] ratios =
        IntStream.range(0, Math.min(over.size(), under.size()))
            .mapToDouble(
                i -> figure.applyAsDouble(over.get(i)) / figure.applyAsDouble(under.get(i)))
            .toArray();
    return number(Comparison.median(ratios), "%.2f");
  }

  private static List<PutSample> rows(String target, int clients, List<PutSample> all) {
    return all.stream().filter(s -> s.target().equals(target) && s.clients() == clients).toList();
  }

  private static double median(List<PutSample> rows, ToDoubleFunction<PutSample> figure) {
    return Comparison.median(rows.stream().mapToDouble(figure).toArray());
  }

  private static double megabytes(PutSample sample) {
    OptionalLong bytes = sample.residentBytes();
    return bytes.isPresent() ? bytes.getAsLong() / 1e6 : Double.NaN;
  }

  private static String line(
      String what,
      int clients,
      String target,
      double perSecond,
      double p50Ms,
      double p99Ms,
      double maxMs,
      double cpuMicros,
      double megabytes,
      long failures) {
    return String.format(
        Locale.ROOT,
        "%-9s %7d  %-12s %9.0f %9.2f %9.2f %9.2f %10s %7s %6d",
        what,
        clients,
        target,
        perSecond,
        p50Ms,
        p99Ms,
        maxMs,
        number(cpuMicros, "%.1f"),
        number(megabytes, "%.0f"),
        failures);
  }

  private static String number(double value, String format) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }
}
