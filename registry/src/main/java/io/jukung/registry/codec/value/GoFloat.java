package io.jukung.registry.codec.value;

import java.math.BigDecimal;

/** Floating-point numbers as Go's {@code encoding/json} prints them. */
public final class GoFloat {
  private GoFloat() {}

  /** The shortest decimal that reads back as {@code value}; finite values only. */
  public static String format(double value) {
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    double magnitude = Math.abs(value);
    if (magnitude >= 1e-6 && magnitude < 1e21) {
      return shortest.toPlainString();
    }
    String digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    StringBuilder text = new StringBuilder(digits.length() + 8);
    if (value < 0) {
      text.append('-');
    }
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('e').append(exponent < 0 ? '-' : '+').append(Math.abs(exponent));
    return text.toString();
  }
}
