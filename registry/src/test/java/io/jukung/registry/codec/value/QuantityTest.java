package io.jukung.registry.codec.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spellings and what a real kube-apiserver makes of them. */
final class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "000, 0",
    "-0, 0",
    "+1, +1",
    "01, 01",
    "1, 1",
    "1.0, 1",
    "0.5, 500m",
    ".5, 500m",
    "1., 1.",
    "1000m, 1",
    "1500m, 1500m",
    "1000, 1k",
    "1500, 1500",
    "1e3, 1e3",
    "1E3, 1E3",
    "1e4, 10e3",
    "1e-3, 1e-3",
    "1E, 1E",
    "100M, 100M",
    "1000000, 1M",
    "0.1n, 1n",
    "-0.1n, -1n",
    "1.0000000001, 1000000001n",
    "1e-1000000000, 1e-9",
    "1Ki, 1Ki",
    "8Ki, 8Ki",
    "1024Ki, 1Mi",
    "1024, 1024",
    "1.5Gi, 1536Mi",
    "0.5Ki, 512",
    "0.0001Ki, 102400u",
    "1.1Ki, 1126400m",
    "-1.5Gi, -1536Mi",
    "9223372036854775807, 9223372036854775807",
    "9223372036854775808, 9223372036854775808",
    "99999999999999999999, 99999999999999999999",
    "100Ei, 9223372036854775807",
    "12345678901234567890Ki, 9223372036854775807",
    "1000E, 1",
    "123456789.123456789123, 123456789123456790n"
  })
  void printsAsUpstream(String spelling, String canonical) {
    assertThat(Quantity.canonical(spelling)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1x", "1 Gi", "{", "true", "1.2.3", "1kB", "1KI", "1e3.5"})
  void refusesWrongFormat(String spelling) {
    assertThatThrownBy(() -> Quantity.parse(spelling))
        .hasMessage(
            "quantities must match the regular expression"
                + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1ki", "1mm", "1e", "1ee3", "1i", "1-3", "--1"})
  void refusesWrongSuffix(String spelling) {
    assertThatThrownBy(() -> Quantity.parse(spelling))
        .hasMessage("unable to parse quantity's suffix");
  }

  @Test
  void hugeExponentsTakeNoTime() {
    assertThat(Quantity.canonical("1e999999999")).isEqualTo("1e999999999");
    assertThat(Quantity.canonical("1234567890123456789012e-999999999")).endsWith("e-9");
    assertThatThrownBy(() -> Quantity.parse("9".repeat(5000))).isInstanceOf(ValueException.class);
  }
}
