package io.jukung.registry.cel;

import dev.cel.common.CelOptions;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import dev.cel.runtime.standard.StringFunction.StringOverload;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** {@code string()}, which prints doubles as Go's {@code %g} does and not as Java. */
final class DoubleText {
  private static final int FIRST_WITH_EXPONENT = 6;

  private DoubleText() {}

  /** The standard functions but {@code string()}. */
  static CelStandardFunctions others() {
    return CelStandardFunctions.newBuilder().excludeFunctions(StandardFunction.STRING).build();
  }

  /** {@code string()} for all types. */
  static Iterable<CelFunctionBinding> bindings(CelOptions options) {
    RuntimeEquality equality = RuntimeEquality.create(RuntimeHelpers.create(), options);
    List<CelFunctionBinding> overloads = new ArrayList<>();
    for (StringOverload overload : StringOverload.values()) {
      overloads.add(
          overload == StringOverload.DOUBLE_TO_STRING
              ? CelFunctionBinding.from("double_to_string", Double.class, DoubleText::of)
              : overload.newFunctionBinding(options, equality));
    }
    return CelFunctionBinding.fromOverloads("string", overloads);
  }

  /** The shortest text that is read as the number. */
  static String of(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    String digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    if (exponent >= -4 && exponent < FIRST_WITH_EXPONENT) {
      return shortest.toPlainString();
    }
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return (value < 0 ? "-" : "")
        + digits.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
