package io.jukung.registry.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanDurationTest {
  @ParameterizedTest
  @CsvSource({
    "-90,<invalid>",
    "-2,<invalid>",
    "-1,0s",
    "0,0s",
    "59,59s",
    "60,60s",
    "119,119s",
    "120,2m",
    "121,2m1s",
    "180,3m",
    "599,9m59s",
    "600,10m",
    "601,10m",
    "3600,60m",
    "10799,179m",
    "10800,3h",
    "10860,3h1m",
    "14400,4h",
    "28799,7h59m",
    "28800,8h",
    "36000,10h",
    "172799,47h",
    "172800,2d",
    "176400,2d1h",
    "604800,7d",
    "691199,7d23h",
    "691200,8d",
    "63071999,729d",
    "63072000,2y",
    "63158400,2y1d",
    "94608000,3y",
    "252287999,7y364d",
    "252288000,8y",
    "400000000,12y"
  })
  void hasTwoOrThreeFigures(long seconds, String expected) {
    assertThat(HumanDuration.of(Duration.ofSeconds(seconds))).isEqualTo(expected);
  }

  @Test
  void isCutOffTowardsZero() {
    assertThat(HumanDuration.of(Duration.ofMillis(1_999))).isEqualTo("1s");
    assertThat(HumanDuration.of(Duration.ofMillis(-1_999))).isEqualTo("0s");
    assertThat(HumanDuration.of(Duration.ofSeconds(-2))).isEqualTo("<invalid>");
  }
}
