package io.jukung.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  @Test
  void aboveOneMeansTheSecondIsBetter() {
    List<Sample> samples =
        List.of(
            sample("a", 1, true, 1_000, 9_000, OptionalLong.of(1)),
            sample("a", 1, false, 1_000, 4_000, OptionalLong.of(8_000)),
            sample("b", 1, false, 3_000, 2_000, OptionalLong.of(6_000)),
            sample("a", 2, false, 1_000, 4_000, OptionalLong.of(8_000)));
    assertThat(Comparison.of("a", "b", samples))
        .containsExactly(new Comparison(Workload.GET, 1, 3, 2, 2, 4, 1));
  }

  @Test
  void missingFiguresStayMissing() {
    List<Sample> samples =
        List.of(
            sample("a", 1, false, 10, 10, OptionalLong.empty()),
            sample("b", 1, false, 10, 10, OptionalLong.of(5)));
    assertThat(Comparison.of("a", "b", samples).getFirst().cpu()).isNaN();
  }

  @Test
  void mediansOfOddAndEvenCounts() {
    assertThat(Comparison.median(3, 1, Double.NaN, 2)).isEqualTo(2);
    assertThat(Comparison.median(4, 1, 2, 3)).isEqualTo(2.5);
    assertThat(Comparison.median()).isNaN();
  }

  private static Sample sample(
      String server, int round, boolean warmup, long operations, long latency, OptionalLong cpu) {
    return new Sample(
        server,
        Workload.GET,
        round,
        warmup,
        operations,
        0,
        1_000_000_000,
        latency,
        latency,
        latency,
        0,
        cpu,
        OptionalLong.of(100));
  }
}
