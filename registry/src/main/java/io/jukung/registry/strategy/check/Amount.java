package io.jukung.registry.strategy.check;

import java.math.BigDecimal;
import java.util.Map;

/** Canonical quantities as numbers. */
public final class Amount {
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final Map<String, BigDecimal> UNITS =
      Map.ofEntries(
          Map.entry("", BigDecimal.ONE),
          Map.entry("n", new BigDecimal("1e-9")),
          Map.entry("u", new BigDecimal("1e-6")),
          Map.entry("m", new BigDecimal("1e-3")),
          Map.entry("k", new BigDecimal("1e3")),
          Map.entry("M", new BigDecimal("1e6")),
          Map.entry("G", new BigDecimal("1e9")),
          Map.entry("T", new BigDecimal("1e12")),
          Map.entry("P", new BigDecimal("1e15")),
          Map.entry("E", new BigDecimal("1e18")),
          Map.entry("Ki", KIBI),
          Map.entry("Mi", KIBI.pow(2)),
          Map.entry("Gi", KIBI.pow(3)),
          Map.entry("Ti", KIBI.pow(4)),
          Map.entry("Pi", KIBI.pow(5)),
          Map.entry("Ei", KIBI.pow(6)));

  private Amount() {}

  /** The number a quantity that was decoded before stands for; 0 for one that is none. */
  public static BigDecimal of(String quantity) {
    int end = quantity.length();
    while (end > 0
        && !Character.isDigit(quantity.charAt(end - 1))
        && quantity.charAt(end - 1) != '.') {
      end--;
    }
    BigDecimal unit = UNITS.get(quantity.substring(end));
    try {
      return unit == null
          ? BigDecimal.ZERO
          : new BigDecimal(quantity.substring(0, end)).multiply(unit);
    } catch (NumberFormatException e) {
      return BigDecimal.ZERO; // decoding lets no such quantity in
    }
  }
}
