package io.jukung.registry.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What expressions cost, before and while they run. */
final class CostsTest {
  private static final Expressions EXPRESSIONS =
      new Expressions(Map.of("self", SimpleType.DYN), new NoTypes());

  /** No types of its own. */
  private static final class NoTypes implements CelTypeProvider {
    @Override
    public ImmutableCollection<CelType> types() {
      return ImmutableList.of();
    }

    @Override
    public Optional<CelType> findType(String name) {
      return Optional.empty();
    }
  }

  /** Upstream's own table. */
  @TestFactory
  Stream<DynamicTest> costsAreUpstreams() throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(CostsTest.class.getResourceAsStream("/cel/costs.txt"))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines().filter(line -> !line.startsWith("#")).toList().stream()
              .map(line -> List.of(line.split(" \\| ", 4)))
              .map(row -> DynamicTest.dynamicTest(row.get(3), () -> check(row)));
    }
  }

  private static void check(List<String> row) throws Exception {
    Expression expression = EXPRESSIONS.compile(row.get(3), SimpleType.DYN);
    CostRange estimate = expression.cost(_ -> Optional.empty());
    Expression.Outcome outcome = expression.evaluate(Map.of("self", 1L));
    assertThat(estimate.min() + " | " + estimate.max() + " | " + outcome.cost())
        .isEqualTo(String.join(" | ", row.subList(0, 3)));
  }

  @Test
  void whatCostsTooMuchIsStopped() throws Exception {
    String many = "self.map(a, self.map(b, self.map(c, a + b + c))).size() > 0";
    Expression expression = EXPRESSIONS.compile(many, SimpleType.BOOL);
    List<Long> numbers = Stream.iterate(0L, n -> n + 1).limit(100).toList();
    assertThatThrownBy(() -> expression.evaluate(Map.of("self", numbers)))
        .hasMessage("operation cancelled: actual cost limit exceeded")
        .isInstanceOfSatisfying(
            Expression.EvaluationException.class, e -> assertThat(e.overLimit()).isTrue());
  }
}
