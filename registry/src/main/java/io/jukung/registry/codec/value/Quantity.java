package io.jukung.registry.codec.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;

/**
 * Resource quantities such as {@code 500m} and {@code 1Gi}, parsed and printed as upstream does,
 * including which spellings it keeps: {@code 1e3} stays, {@code 1000m} becomes {@code 1}, {@code
 * 0.1n} is rounded up to {@code 1n}.
 *
 * <p>Upstream: {@code apimachinery/pkg/api/resource/quantity.go} at v1.36. Quantities of more than
 * 4,096 characters are refused, which upstream does not.
 *
 * @param amount the exact value
 * @param text the form upstream prints
 */
public record Quantity(BigDecimal amount, String text) {
  /** The longest spelling read, in characters. */
  public static final int MAX_LENGTH = 4096;

  private static final String WRONG_FORMAT =
      "quantities must match the regular expression"
          + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  private static final String WRONG_NUMBER = "unable to parse numeric part of quantity";
  private static final String WRONG_SUFFIX = "unable to parse quantity's suffix";

  private static final Map<String, Integer> DECIMAL =
      Map.of("n", -9, "u", -6, "m", -3, "", 0, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
  private static final Map<String, Integer> BINARY =
      Map.of("Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40, "Pi", 50, "Ei", 60);
  private static final Map<Integer, String> DECIMAL_SUFFIX =
      Map.of(-9, "n", -6, "u", -3, "m", 0, "", 3, "k", 6, "M", 9, "G", 12, "T", 15, "P", 18, "E");
  private static final Map<Integer, String> BINARY_SUFFIX =
      Map.of(1, "Ki", 2, "Mi", 3, "Gi", 4, "Ti", 5, "Pi", 6, "Ei");

  private static final int NANO = 9;
  private static final int MILLI = 3;
  private static final BigDecimal MAX_BINARY = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final BigInteger BIG_KIBI = BigInteger.valueOf(1024);

  private enum Format {
    DECIMAL_EXPONENT,
    DECIMAL_SI,
    BINARY_SI
  }

  private record Suffix(int exponent, Format format) {}

  /** The pieces of a spelling: sign, digits before and behind the point, suffix. */
  private record Parts(boolean negative, String number, String fraction, String suffix) {}

  /**
   * Reads a quantity.
   *
   * @throws ValueException with upstream's text
   */
  public static Quantity parse(String spelling) {
    if (spelling.isEmpty()) {
      throw new ValueException(WRONG_FORMAT);
    }
    if (spelling.length() > MAX_LENGTH) {
      throw new ValueException(WRONG_NUMBER);
    }
    try {
      return parse(spelling, split(spelling));
    } catch (ArithmeticException e) {
      // An exponent near the end of 32 bits.
      throw new ValueException(WRONG_NUMBER);
    }
  }

  private static Quantity parse(String spelling, Parts parts) {
    Suffix suffix = suffix(parts.suffix());
    String digits = parts.number() + parts.fraction();
    BigInteger unscaled = new BigInteger(digits);
    if (parts.negative()) {
      unscaled = unscaled.negate();
    }
    if (suffix.format() == Format.BINARY_SI) {
      return binary(spelling, parts, digits, unscaled, suffix);
    }
    int precision = 18 - digits.length();
    int scale = suffix.exponent() - parts.fraction().length();
    if (precision >= 0 && scale >= -NANO) {
      BigDecimal amount = new BigDecimal(unscaled, -scale);
      boolean kept = scale % 3 == 0 && !digits.endsWith("000") && digits.charAt(0) != '0';
      return new Quantity(amount, kept ? spelling : print(amount, suffix.format()));
    }
    BigDecimal amount = roundToNano(unscaled, scale);
    return new Quantity(amount, print(amount, suffix.format()));
  }

  /** The sum, in the form of this; in the other's when this is zero, as upstream. */
  public Quantity plus(Quantity other) {
    BigDecimal sum = amount.add(other.amount);
    Quantity shape = amount.signum() == 0 ? other : this;
    return new Quantity(sum, print(sum, suffix(split(shape.text).suffix()).format()));
  }

  /** This, or the next quantity away from zero that is a number of thousandths. */
  public Quantity roundedToMilli() {
    if (amount.scale() <= MILLI) {
      return this;
    }
    BigDecimal rounded = amount.setScale(MILLI, RoundingMode.UP);
    return rounded.compareTo(amount) == 0
        ? this
        : new Quantity(rounded, print(rounded, suffix(split(text).suffix()).format()));
  }

  /** The form upstream prints for {@code spelling}; throws as {@link #parse} does. */
  public static String canonical(String spelling) {
    return parse(spelling).text();
  }

  private static Quantity binary(
      String spelling, Parts parts, String digits, BigInteger unscaled, Suffix suffix) {
    BigInteger shifted = unscaled.shiftLeft(suffix.exponent());
    if (parts.fraction().isEmpty()) {
      int precision = 15 - parts.number().length() - suffix.exponent() * 3 / 10 - 1;
      if (precision >= 0) {
        BigDecimal amount = new BigDecimal(shifted);
        boolean kept = (new BigInteger(digits).intValue() & 7) != 0;
        return new Quantity(amount, kept ? spelling : print(amount, Format.BINARY_SI));
      }
    }
    BigDecimal amount = roundToNano(shifted, -parts.fraction().length());
    BigDecimal absolute = amount.abs();
    if (absolute.compareTo(MAX_BINARY) > 0) {
      absolute = MAX_BINARY;
    }
    Format format =
        absolute.signum() > 0 && absolute.compareTo(BigDecimal.ONE) < 0
            ? Format.DECIMAL_SI
            : Format.BINARY_SI;
    BigDecimal capped = amount.signum() < 0 ? absolute.negate() : absolute;
    return new Quantity(capped, print(capped, format));
  }

  /** Rounds away from zero to nine places; a tiny value becomes one nano without being expanded. */
  private static BigDecimal roundToNano(BigInteger unscaled, int scale) {
    BigDecimal amount = new BigDecimal(unscaled, -scale);
    if (unscaled.signum() == 0 || amount.scale() <= NANO) {
      return amount;
    }
    if ((long) amount.precision() - amount.scale() < -NANO) {
      return new BigDecimal(BigInteger.valueOf(unscaled.signum()), NANO);
    }
    return amount.setScale(NANO, RoundingMode.UP);
  }

  private static String print(BigDecimal amount, Format format) {
    if (amount.signum() == 0) {
      return "0";
    }
    if (format == Format.BINARY_SI
        && amount.abs().compareTo(KIBI) >= 0
        && amount.stripTrailingZeros().scale() <= 0) {
      return printBinary(amount.toBigIntegerExact());
    }
    BigDecimal stripped = amount.stripTrailingZeros();
    BigInteger number = stripped.unscaledValue();
    int exponent = -stripped.scale();
    while (exponent % 3 != 0) {
      number = number.multiply(BigInteger.TEN);
      exponent--;
    }
    if (format == Format.DECIMAL_EXPONENT) {
      return exponent == 0 ? number.toString() : number + "e" + exponent;
    }
    return number + DECIMAL_SUFFIX.getOrDefault(exponent, "");
  }

  private static String printBinary(BigInteger value) {
    BigInteger number = value;
    int exponent = 0;
    BigInteger[] parts = number.divideAndRemainder(BIG_KIBI);
    while (parts[1].signum() == 0) {
      number = parts[0];
      exponent++;
      parts = number.divideAndRemainder(BIG_KIBI);
    }
    return number + BINARY_SUFFIX.getOrDefault(exponent, "");
  }

  private static Suffix suffix(String suffix) {
    Integer decimal = DECIMAL.get(suffix);
    if (decimal != null) {
      return new Suffix(decimal, Format.DECIMAL_SI);
    }
    Integer binary = BINARY.get(suffix);
    if (binary != null) {
      return new Suffix(binary, Format.BINARY_SI);
    }
    if (suffix.length() > 1 && (suffix.charAt(0) == 'e' || suffix.charAt(0) == 'E')) {
      try {
        // Go parses 64 bits and keeps the lower 32.
        return new Suffix((int) Long.parseLong(suffix.substring(1)), Format.DECIMAL_EXPONENT);
      } catch (NumberFormatException e) {
        throw new ValueException(WRONG_SUFFIX);
      }
    }
    throw new ValueException(WRONG_SUFFIX);
  }

  private static Parts split(String s) {
    int end = s.length();
    int start = s.charAt(0) == '-' || s.charAt(0) == '+' ? 1 : 0;
    boolean negative = s.charAt(0) == '-';
    int pos = start;
    while (pos < end && s.charAt(pos) == '0') {
      pos++;
    }
    if (pos == end) {
      return new Parts(false, "0", "", "");
    }
    int digits = skipDigits(s, pos);
    String number = digits == pos ? "0" : s.substring(pos, digits);
    pos = digits;
    String fraction = "";
    if (pos < end && s.charAt(pos) == '.') {
      int point = pos + 1;
      pos = skipDigits(s, point);
      fraction = s.substring(point, pos);
    }
    int suffix = pos;
    while (pos < end && "eEinumkKMGTP".indexOf(s.charAt(pos)) >= 0) {
      pos++;
    }
    if (pos < end && (s.charAt(pos) == '-' || s.charAt(pos) == '+')) {
      pos++;
    }
    if (skipDigits(s, pos) < end) {
      throw new ValueException(WRONG_FORMAT);
    }
    return new Parts(negative, number, fraction, s.substring(suffix));
  }

  private static int skipDigits(String s, int from) {
    int pos = from;
    while (pos < s.length() && s.charAt(pos) >= '0' && s.charAt(pos) <= '9') {
      pos++;
    }
    return pos;
  }
}
