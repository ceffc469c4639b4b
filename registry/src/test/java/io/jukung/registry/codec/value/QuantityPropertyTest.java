package io.jukung.registry.codec.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random spellings against what a schoolbook makes of them with {@link BigDecimal}. */
final class QuantityPropertyTest {
  private static final long SEED = 20261126;
  private static final int ROUNDS = 50_000;
  private static final Map<String, BigDecimal> FACTORS =
      Map.ofEntries(
          Map.entry("n", new BigDecimal("1e-9")),
          Map.entry("u", new BigDecimal("1e-6")),
          Map.entry("m", new BigDecimal("1e-3")),
          Map.entry("", BigDecimal.ONE),
          Map.entry("k", new BigDecimal("1e3")),
          Map.entry("M", new BigDecimal("1e6")),
          Map.entry("G", new BigDecimal("1e9")),
          Map.entry("T", new BigDecimal("1e12")),
          Map.entry("P", new BigDecimal("1e15")),
          Map.entry("E", new BigDecimal("1e18")),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));
  private static final List<String> SUFFIXES = FACTORS.keySet().stream().sorted().toList();
  private static final BigDecimal MOST_BINARY = BigDecimal.valueOf(Long.MAX_VALUE);

  private final Random random = new Random(SEED);

  /** A spelling and its amount. */
  private record Spelling(String text, BigDecimal amount) {}

  private Spelling spelling() {
    String sign = List.of("", "", "", "-", "+").get(random.nextInt(5));
    String number = digits(random.nextInt(1, random.nextInt(4) == 0 ? 25 : 8));
    String fraction = random.nextInt(3) == 0 ? "." + digits(random.nextInt(0, 14)) : "";
    boolean exponent = random.nextInt(4) == 0;
    int power = random.nextInt(-12, 13);
    String suffix =
        exponent
            ? (random.nextBoolean() ? "e" : "E") + power
            : SUFFIXES.get(random.nextInt(SUFFIXES.size()));
    BigDecimal factor = exponent ? BigDecimal.ONE.scaleByPowerOfTen(power) : FACTORS.get(suffix);
    BigDecimal exact =
        new BigDecimal(number + (fraction.equals(".") ? "" : fraction)).multiply(factor);
    BigDecimal kept =
        exact.stripTrailingZeros().scale() > 9 ? exact.setScale(9, RoundingMode.UP) : exact;
    if (suffix.endsWith("i") && kept.compareTo(MOST_BINARY) > 0) {
      kept = MOST_BINARY;
    }
    return new Spelling(sign + number + fraction + suffix, sign.equals("-") ? kept.negate() : kept);
  }

  private String digits(int count) {
    StringBuilder digits = new StringBuilder();
    boolean round = random.nextBoolean();
    for (int i = 0; i < count; i++) {
      digits.append(round && i > 0 && random.nextInt(4) > 0 ? 0 : random.nextInt(10));
    }
    return digits.toString();
  }

  @Test
  void amountsAreExactUpToANano() {
    for (int i = 0; i < ROUNDS; i++) {
      Spelling spelling = spelling();
      Quantity quantity = Quantity.parse(spelling.text());
      assertThat(quantity.amount())
          .as("seed %s: %s", SEED, spelling.text())
          .isEqualByComparingTo(spelling.amount());
    }
  }

  /** What is printed means the same, and is itself what would be printed of it. */
  @Test
  void theCanonicalFormIsOne() {
    for (int i = 0; i < ROUNDS; i++) {
      String spelling = spelling().text();
      Quantity quantity = Quantity.parse(spelling);
      if (loses(quantity, spelling)) {
        continue;
      }
      Quantity again = Quantity.parse(quantity.text());
      assertThat(again.text()).as("seed %s: %s", SEED, spelling).isEqualTo(quantity.text());
      assertThat(again.amount())
          .as("seed %s: %s", SEED, spelling)
          .isEqualByComparingTo(quantity.amount());
      if (!quantity.text().equals(spelling)) {
        assertThat(quantity.text())
            .as("seed %s: %s", SEED, spelling)
            .matches("0|-?[1-9][0-9]*([numkMGTPE]|[KMGTPE]i|e-?[0-9]*[1-9][0-9]*)?");
      }
    }
  }

  /** Upstream's own fault: there is no suffix above E, and so 1000E is printed as 1. */
  private static boolean loses(Quantity quantity, String spelling) {
    return spelling.matches("[^eE]*[numkMGTPE]?")
        && quantity.amount().abs().compareTo(new BigDecimal("1e21")) >= 0;
  }

  @Test
  void sumsAndOrderAreThoseOfTheAmounts() {
    for (int i = 0; i < ROUNDS; i++) {
      Spelling one = spelling();
      Spelling other = spelling();
      Quantity left = Quantity.parse(one.text());
      Quantity right = Quantity.parse(other.text());
      Quantity sum = left.plus(right);
      assertThat(sum.amount())
          .as("seed %s: %s + %s", SEED, one.text(), other.text())
          .isEqualByComparingTo(one.amount().add(other.amount()));
      assertThat(sum.amount()).isEqualByComparingTo(right.plus(left).amount());
      assertThat(Integer.signum(left.amount().compareTo(right.amount())))
          .as("seed %s: %s, %s", SEED, one.text(), other.text())
          .isEqualTo(one.amount().compareTo(other.amount()));
    }
  }
}
