package io.jukung.registry.codec.value;

import java.util.Map;

/**
 * Durations as Go's {@code time.ParseDuration} reads and {@code Duration.String} prints them, in
 * nanoseconds.
 */
public final class GoDuration {
  private static final Map<String, Long> UNITS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L,
          "\u03bcs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  /** 1 << 63, unsigned: the most that a negative duration may have. */
  private static final long LIMIT = Long.MIN_VALUE;

  private GoDuration() {}

  /**
   * Reads a duration such as {@code 1h30m}; nanoseconds.
   *
   * @throws ValueException with Go's text
   */
  public static long parse(String text) {
    String s = text;
    boolean negative = s.startsWith("-");
    if (negative || s.startsWith("+")) {
      s = s.substring(1);
    }
    if (s.equals("0")) {
      return 0;
    }
    if (s.isEmpty()) {
      throw invalid(text);
    }
    // Go sums in unsigned 64 bits and refuses more than 1<<63.
    long sum = 0;
    int pos = 0;
    while (pos < s.length()) {
      int whole = skipDigits(s, pos);
      int end = whole;
      if (end < s.length() && s.charAt(end) == '.') {
        end = skipDigits(s, end + 1);
      }
      if (end - pos == 0 || (end - pos == 1 && s.charAt(pos) == '.')) {
        throw invalid(text);
      }
      int unitEnd = end;
      while (unitEnd < s.length() && s.charAt(unitEnd) != '.' && !digit(s.charAt(unitEnd))) {
        unitEnd++;
      }
      long unit = unit(text, s.substring(end, unitEnd));
      long part = scale(text, s.substring(pos, whole), s.substring(whole, end), unit);
      sum += part;
      if (Long.compareUnsigned(part, LIMIT) > 0 || Long.compareUnsigned(sum, LIMIT) > 0) {
        throw invalid(text);
      }
      pos = unitEnd;
    }
    if (negative) {
      return -sum;
    }
    if (sum < 0) {
      throw invalid(text);
    }
    return sum;
  }

  private static long unit(String text, String unit) {
    if (unit.isEmpty()) {
      throw new ValueException("time: missing unit in duration " + GoStrings.quoteAscii(text));
    }
    Long nanos = UNITS.get(unit);
    if (nanos == null) {
      throw new ValueException(
          "time: unknown unit "
              + GoStrings.quoteAscii(unit)
              + " in duration "
              + GoStrings.quoteAscii(text));
    }
    return nanos;
  }

  private static long scale(String text, String whole, String fraction, long unit) {
    if (whole.length() > 19) {
      throw invalid(text);
    }
    long value = whole.isEmpty() ? 0 : Long.parseUnsignedLong(whole);
    if (Long.compareUnsigned(value, Long.divideUnsigned(LIMIT, unit)) > 0) {
      throw invalid(text);
    }
    long nanos = value * unit;
    if (fraction.length() > 1) {
      String digits = fraction.substring(1, Math.min(fraction.length(), 19));
      // The same floating-point step as Go's, so that the same nanoseconds come out.
      nanos += (long) (Long.parseLong(digits) * ((double) unit / Math.pow(10, digits.length())));
    }
    return nanos;
  }

  private static ValueException invalid(String text) {
    return new ValueException("time: invalid duration " + GoStrings.quoteAscii(text));
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int skipDigits(String s, int from) {
    int pos = from;
    while (pos < s.length() && digit(s.charAt(pos))) {
      pos++;
    }
    return pos;
  }

  /** Prints as Go does: {@code 1h0m0s}, {@code 1.5s}, {@code 0s}. */
  public static String format(long nanos) {
    if (nanos == 0) {
      return "0s";
    }
    String sign = nanos < 0 ? "-" : "";
    // Unsigned arithmetic carries the most negative value through.
    long n = nanos < 0 ? -nanos : nanos;
    if (Long.compareUnsigned(n, 1_000_000_000L) < 0) {
      if (n < 1_000) {
        return sign + n + "ns";
      }
      return n < 1_000_000
          ? sign + decimal(n, 1_000) + "\u00b5s"
          : sign + decimal(n, 1_000_000) + "ms";
    }
    long seconds = Long.divideUnsigned(n, 1_000_000_000L);
    long rest = Long.remainderUnsigned(n, 1_000_000_000L);
    String text = decimal(seconds % 60 * 1_000_000_000L + rest, 1_000_000_000L) + "s";
    long minutes = seconds / 60;
    if (minutes > 0) {
      text = minutes % 60 + "m" + text;
      if (minutes >= 60) {
        text = minutes / 60 + "h" + text;
      }
    }
    return sign + text;
  }

  private static String decimal(long value, long unit) {
    long fraction = value % unit;
    if (fraction == 0) {
      return Long.toString(value / unit);
    }
    String digits = Long.toString(unit + fraction).substring(1);
    return value / unit + "." + digits.replaceAll("0+$", "");
  }
}
