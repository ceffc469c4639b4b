package io.jukung.registry.codec.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times, durations, base64, numbers and strings as Go treats them. */
final class GoValuesTest {
  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05Z, 2026-01-02T03:04:05Z",
    "2026-01-02T03:04:05.999999999Z, 2026-01-02T03:04:05Z",
    "2026-01-02T03:04:05+01:30, 2026-01-02T01:34:05Z",
    "2026-01-02T3:04:05Z, 2026-01-02T03:04:05Z",
    "0000-01-01T00:00:00+01:00, -0001-12-31T23:00:00Z"
  })
  void timesPrintInUtcWithSeconds(String text, String canonical) {
    assertThat(GoTime.format(GoTime.parse(text))).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "foo|'parsing time \"foo\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"foo\" as"
            + " \"2006\"'",
        "2026-13-01T00:00:00Z|'parsing time \"2026-13-01T00:00:00Z\": month out of range'",
        "2026-02-30T00:00:00Z|'parsing time \"2026-02-30T00:00:00Z\": day out of range'",
        "2026-02-03T24:00:00Z|'parsing time \"2026-02-03T24:00:00Z\": hour out of range'",
        "2026-02-03 01:00:00Z|'parsing time \"2026-02-03 01:00:00Z\" as"
            + " \"2006-01-02T15:04:05Z07:00\": cannot parse \" 01:00:00Z\" as \"T\"'",
        "2026-02-03T01:00:00|'parsing time \"2026-02-03T01:00:00\" as"
            + " \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"Z07:00\"'",
        "2026-02-03T01:00:00Zx|'parsing time \"2026-02-03T01:00:00Zx\": extra text: \"x\"'"
      })
  void badTimesAreRefusedWithGosTexts(String text, String message) {
    assertThatThrownBy(() -> GoTime.parse(text)).hasMessage(message);
  }

  @Test
  void microTimes() {
    assertThat(GoTime.formatMicro(GoTime.parseMicro("2026-01-02T03:04:05.000006Z")))
        .isEqualTo("2026-01-02T03:04:05.000006Z");
    assertThatThrownBy(() -> GoTime.parseMicro("2026-01-02T03:04:05Z"))
        .hasMessage(
            "parsing time \"2026-01-02T03:04:05Z\" as"
                + " \"2006-01-02T15:04:05.000000Z07:00\": cannot parse \"Z\" as \".000000\"");
  }

  @ParameterizedTest
  @CsvSource({
    "1h, 1h0m0s",
    "90m, 1h30m0s",
    "1.5s, 1.5s",
    "1500ms, 1.5s",
    "0, 0s",
    "-1m, -1m0s",
    "100us, 100µs",
    "1ns, 1ns",
    "1h1ns, 1h0m0.000000001s",
    "-9223372036854775808ns, -2562047h47m16.854775808s",
    ".5h, 30m0s"
  })
  void durations(String text, String canonical) {
    assertThat(GoDuration.format(GoDuration.parse(text))).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'time: invalid duration \"\"'",
    "1, 'time: missing unit in duration \"1\"'",
    "1x, 'time: unknown unit \"x\" in duration \"1x\"'",
    "9223372036854775808ns, 'time: invalid duration \"9223372036854775808ns\"'",
    "., 'time: invalid duration \".\"'"
  })
  void badDurations(String text, String message) {
    assertThatThrownBy(() -> GoDuration.parse(text)).hasMessage(message);
  }

  @Test
  void base64RoundTripsAndSkipsLineBreaks() {
    Random random = new Random(7);
    for (int length = 0; length < 100; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      String text = GoBase64.encode(bytes);
      assertThat(GoBase64.decode(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(bytes);
      String broken = text.replaceAll("(.{3})", "$1\r\n");
      assertThat(GoBase64.decode(broken.getBytes(StandardCharsets.US_ASCII))).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "!!, 0",
    "a, 0",
    "ab, 0",
    "abc, 0",
    "abcde, 4",
    "ab=, 3",
    "ab=c, 2",
    "abc=d, 4",
    "a=, 1"
  })
  void badBase64NamesTheByte(String text, int offset) {
    assertThatThrownBy(() -> GoBase64.decode(text.getBytes(StandardCharsets.US_ASCII)))
        .hasMessage("illegal base64 data at input byte " + offset);
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 1",
    "0.1, 0.1",
    "-2.5, -2.5",
    "1e20, 100000000000000000000",
    "1e21, 1e+21",
    "1.5e300, 1.5e+300",
    "0.000001, 0.000001",
    "0.0000001, 1e-7",
    "123456789.125, 123456789.125"
  })
  void floats(double value, String text) {
    assertThat(GoFloat.format(value)).isEqualTo(text);
  }

  @Test
  void stringsQuoteAndOrderAsInGo() {
    assertThat(GoStrings.quote("a\"b\\\n\u0001\u007f\u00e9\u200b"))
        .isEqualTo("\"a\\\"b\\\\\\n\\x01\\x7f\u00e9\\u200b\"");
    assertThat(GoStrings.ORDER.compare("\uff5e", "\ud83d\ude00")).isNegative();
    assertThat(GoStrings.ORDER.compare("a", "ab")).isNegative();
  }
}
