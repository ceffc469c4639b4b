package io.jukung.registry.strategy.check;

import io.jukung.registry.status.FieldError;
import java.util.List;
import java.util.regex.Pattern;

/** Numbers of pods that may be given as a share of all. */
public final class IntOrPercent {
  private static final Pattern PERCENT = Pattern.compile("[0-9]+%");
  private static final int WHOLE = 100;

  private IntOrPercent() {}

  /** A number of 0 or more, or a percentage. */
  public static void check(Spot spot, List<FieldError> errors) {
    if (spot.node().isTextual()) {
      if (!PERCENT.matcher(spot.text()).matches()) {
        Check.invalid(
            spot,
            "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',"
                + "  or '93%', regex used for validation is '[0-9]+%')",
            errors);
      }
    } else {
      Check.nonNegative(spot, errors);
    }
  }

  /** Not more than all. */
  public static void notMoreThanAll(Spot spot, List<FieldError> errors) {
    if (PERCENT.matcher(spot.text()).matches() && value(spot) > WHOLE) {
      Check.invalid(spot, "must not be greater than 100%", errors);
    }
  }

  /** The number, of percent where it is a percentage. */
  public static long value(Spot spot) {
    String text = spot.text();
    return PERCENT.matcher(text).matches()
        ? Long.parseLong(text.substring(0, Math.min(text.length() - 1, 18)))
        : spot.number();
  }
}
