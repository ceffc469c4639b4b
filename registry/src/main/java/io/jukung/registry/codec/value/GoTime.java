package io.jukung.registry.codec.value;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;

/**
 * Times as upstream's {@code Time} and {@code MicroTime} read and print them: RFC 3339 in, UTC with
 * seconds or microseconds out.
 *
 * <p>Upstream: {@code apimachinery/pkg/apis/meta/v1/time.go}, {@code micro_time.go}; Go's {@code
 * time.Parse}, whose error texts are kept.
 */
public final class GoTime {
  private static final String SECONDS = "2006-01-02T15:04:05Z07:00";
  private static final String MICROS = "2006-01-02T15:04:05.000000Z07:00";

  /** Go's zero time: prints as null. */
  public static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

  private GoTime() {}

  /** Reads a time with whole seconds; fractions are accepted and dropped when printed. */
  public static Instant parse(String value) {
    return new Parser(SECONDS, value).parse(false);
  }

  /** Reads a time with exactly six digits of fraction. */
  public static Instant parseMicro(String value) {
    return new Parser(MICROS, value).parse(true);
  }

  /** Prints with whole seconds, as {@code 2026-01-02T03:04:05Z}. */
  public static String format(Instant time) {
    return prefix(time).append('Z').toString();
  }

  /** Prints with six digits of fraction, as {@code 2026-01-02T03:04:05.000006Z}. */
  public static String formatMicro(Instant time) {
    StringBuilder text = prefix(time).append('.');
    return pad(text, time.get(ChronoField.MICRO_OF_SECOND), 6).append('Z').toString();
  }

  private static StringBuilder prefix(Instant time) {
    LocalDateTime t = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(27);
    if (t.getYear() < 0) {
      text.append('-');
    }
    pad(text, Math.abs(t.getYear()), 4).append('-');
    pad(text, t.getMonthValue(), 2).append('-');
    pad(text, t.getDayOfMonth(), 2).append('T');
    pad(text, t.getHour(), 2).append(':');
    pad(text, t.getMinute(), 2).append(':');
    return pad(text, t.getSecond(), 2);
  }

  private static StringBuilder pad(StringBuilder text, int number, int width) {
    String digits = Integer.toString(number);
    return text.repeat('0', Math.max(0, width - digits.length())).append(digits);
  }

  /** One parse of one value; mirrors the order in which Go consumes and checks the elements. */
  private static final class Parser {
    private final String layout;
    private final String value;
    private String rest;

    Parser(String layout, String value) {
      this.layout = layout;
      this.value = value;
      this.rest = value;
    }

    Instant parse(boolean micro) {
      int year = year();
      skip("-");
      int month = ranged("01", 1, 12, "month", true);
      skip("-");
      int day = twoDigits("02", true);
      skip("T");
      int hour = ranged("15", 0, 23, "hour", false);
      skip(":");
      int minute = ranged("04", 0, 59, "minute", true);
      skip(":");
      int second = ranged("05", 0, 59, "second", true);
      int nanos = micro ? micros() : fraction();
      int offsetSeconds = zone();
      if (!rest.isEmpty()) {
        throw new ValueException("parsing time " + quote(value) + ": extra text: " + quote(rest));
      }
      if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
        throw outOfRange("day");
      }
      return LocalDate.of(year, month, day)
          .atTime(hour, minute, second, nanos)
          .toInstant(ZoneOffset.UTC)
          .minusSeconds(offsetSeconds);
    }

    private int year() {
      if (rest.length() < 4 || !digits(rest, 0, 4)) {
        throw cannot(rest, "2006");
      }
      int year = Integer.parseInt(rest.substring(0, 4));
      rest = rest.substring(4);
      return year;
    }

    private void skip(String prefix) {
      if (!rest.startsWith(prefix)) {
        throw cannot(rest, prefix);
      }
      rest = rest.substring(prefix.length());
    }

    private int twoDigits(String element, boolean fixed) {
      if (rest.isEmpty() || !digits(rest, 0, 1)) {
        throw cannot(rest, element);
      }
      int length = rest.length() > 1 && digits(rest, 1, 2) ? 2 : 1;
      if (length == 1 && fixed) {
        throw cannot(rest, element);
      }
      int number = Integer.parseInt(rest.substring(0, length));
      rest = rest.substring(length);
      return number;
    }

    private int ranged(String element, int min, int max, String name, boolean fixed) {
      int number = twoDigits(element, fixed);
      if (number < min || number > max) {
        throw outOfRange(name);
      }
      return number;
    }

    private int fraction() {
      if (rest.length() < 2
          || (rest.charAt(0) != '.' && rest.charAt(0) != ',')
          || !digits(rest, 1, 2)) {
        return 0;
      }
      int end = 2;
      while (end < rest.length() && digits(rest, end, end + 1)) {
        end++;
      }
      String digits = rest.substring(1, Math.min(end, 10));
      rest = rest.substring(end);
      return Integer.parseInt(digits + "0".repeat(9 - digits.length()));
    }

    private int micros() {
      if (rest.length() < 7 || (rest.charAt(0) != '.' && rest.charAt(0) != ',')) {
        throw cannot(rest, ".000000");
      }
      String digits = rest.substring(1, 7);
      rest = rest.substring(7);
      if (!digits(digits, 0, 6)) {
        throw outOfRange("fractional second");
      }
      return Integer.parseInt(digits) * 1000;
    }

    private int zone() {
      if (rest.startsWith("Z")) {
        rest = rest.substring(1);
        return 0;
      }
      String hold = rest;
      if (rest.length() < 6
          || rest.charAt(3) != ':'
          || !digits(rest, 1, 3)
          || !digits(rest, 4, 6)) {
        throw cannot(hold, "Z07:00");
      }
      int hours = Integer.parseInt(rest.substring(1, 3));
      int minutes = Integer.parseInt(rest.substring(4, 6));
      char sign = rest.charAt(0);
      rest = rest.substring(6);
      if (hours > 24) {
        throw outOfRange("time zone offset hour");
      }
      if (minutes > 60) {
        throw outOfRange("time zone offset minute");
      }
      if (sign != '+' && sign != '-') {
        throw cannot(hold, "Z07:00");
      }
      int seconds = (hours * 60 + minutes) * 60;
      return sign == '-' ? -seconds : seconds;
    }

    private ValueException cannot(String at, String element) {
      return new ValueException(
          "parsing time "
              + quote(value)
              + " as "
              + quote(layout)
              + ": cannot parse "
              + quote(at)
              + " as "
              + quote(element));
    }

    private ValueException outOfRange(String name) {
      return new ValueException("parsing time " + quote(value) + ": " + name + " out of range");
    }

    private static boolean digits(String s, int from, int to) {
      for (int i = from; i < to; i++) {
        if (s.charAt(i) < '0' || s.charAt(i) > '9') {
          return false;
        }
      }
      return true;
    }

    /** Go's time package has its own quoting: bytes beyond ASCII are printed in hex. */
    private static String quote(String text) {
      return GoStrings.quoteAscii(text);
    }
  }
}
