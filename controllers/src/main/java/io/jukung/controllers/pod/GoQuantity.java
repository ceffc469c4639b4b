package io.jukung.controllers.pod;

import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A quantity as Go holds it after it was parsed: value and scale, its format, and sometimes the
 * text it came from ({@code apimachinery/pkg/api/resource/quantity.go}, {@code ParseQuantity}).
 */
final class GoQuantity {
  private static final Pattern FORM =
      Pattern.compile("([+-]?)0*(\\d*)\\.?(\\d*)(e[+-]?\\d+|E[+-]?\\d+|[KMGTPE]i|[numkMGTPE]?)");
  private static final Map<String, Integer> DECIMAL =
      Map.of("n", -9, "u", -6, "m", -3, "", 0, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
  private static final Map<String, Integer> BINARY =
      Map.of("Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40, "Pi", 50, "Ei", 60);

  private GoQuantity() {}

  /** The struct as {@code spew} prints it, without its type. */
  static String print(String text) {
    Matcher parts = FORM.matcher(text.isEmpty() ? "0" : text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a quantity: " + text);
    }
    String digits = (parts.group(2).isEmpty() ? "0" : parts.group(2)) + parts.group(3);
    BigInteger value = new BigInteger(digits);
    String suffix = parts.group(4);
    Integer binary = BINARY.get(suffix);
    int scale = binary == null ? scale(suffix) - parts.group(3).length() : 0;
    boolean keepsText;
    if (binary != null) {
      keepsText = value.intValue() % 8 != 0;
      value = value.shiftLeft(binary);
    } else {
      keepsText = scale % 3 == 0 && !digits.endsWith("000") && digits.charAt(0) != '0';
    }
    if (parts.group(1).equals("-")) {
      value = value.negate();
    }
    String format =
        binary != null ? "BinarySI" : suffix.length() > 1 ? "DecimalExponent" : "DecimalSI";
    return "{i:(resource.int64Amount){value:(int64)"
        + value
        + " scale:(resource.Scale)"
        + scale
        + "} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)"
        + (keepsText ? text : "")
        + " Format:(resource.Format)"
        + format
        + "}";
  }

  private static int scale(String suffix) {
    Integer known = DECIMAL.get(suffix);
    return known != null ? known : Integer.parseInt(suffix.substring(1));
  }
}
