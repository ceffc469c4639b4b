package io.jukung.registry.crd.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.codec.value.GoFloat;
import io.jukung.registry.status.FieldError;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The checks of single values ({@code validate/values.go} and {@code validator.go}). {@code at} is
 * the path an error names, {@code body} how its message begins.
 */
final class ScalarChecks {
  private ScalarChecks() {}

  static void text(
      JsonNode value,
      ValueRules rules,
      String at,
      String body,
      Patterns patterns,
      Findings findings) {
    String text = value.textValue();
    int length = text.codePointCount(0, text.length());
    JsonNode most = rules.maxLength();
    JsonNode least = rules.minLength();
    if (most != null && length > most.longValue()) {
      findings.add(FieldError.tooLong(at, most.intValue()));
    } else if (least != null && length < least.longValue()) {
      findings.add(
          FieldError.invalid(
              at, text, body + "should be at least " + least.asText() + " chars long"));
    } else if (!rules.pattern().isEmpty() && !patterns.find(rules.pattern(), text)) {
      findings.add(FieldError.invalid(at, text, body + "should match '" + rules.pattern() + "'"));
    }
    findings.checked();
  }

  static void format(JsonNode value, String format, String at, String body, Findings findings) {
    if (format.isEmpty() || !Formats.known(format)) {
      return;
    }
    if (!Formats.matches(format, value.textValue())) {
      findings.add(
          new FieldError(
              FieldError.Type.TYPE_INVALID,
              at,
              FieldError.quote(value.textValue()),
              body + "must be of type " + format + ": " + FieldError.quote(value.textValue())));
    }
    findings.checked();
  }

  static void number(JsonNode value, ValueRules rules, String at, String body, Findings findings) {
    JsonNode factor = rules.multipleOf();
    if (factor != null && !isMultiple(value, factor)) {
      findings.add(
          FieldError.invalid(at, value, body + "should be a multiple of " + print(factor)));
    }
    bound(value, rules.maximum(), rules.exclusiveMaximum(), true, at, body, findings);
    bound(value, rules.minimum(), rules.exclusiveMinimum(), false, at, body, findings);
    findings.checked();
  }

  /** Whether a number fits into its format. */
  static boolean holds(JsonNode value, String type, String format) {
    if (value.isInt() && !format.startsWith("u")) {
      return true;
    }
    if (!type.equals("integer")) {
      boolean single = format.equals("float") || format.equals("float32");
      return !single || Math.abs(value.doubleValue()) <= Float.MAX_VALUE;
    }
    BigDecimal number = value.decimalValue();
    return switch (format) {
      case "int32" -> within(number, Integer.MIN_VALUE, BigDecimal.valueOf(Integer.MAX_VALUE));
      case "uint32" -> within(number, 0, BigDecimal.valueOf((1L << 32) - 1));
      case "uint64" -> within(number, 0, BigDecimal.TWO.pow(64).subtract(BigDecimal.ONE));
      default -> within(number, Long.MIN_VALUE, BigDecimal.valueOf(Long.MAX_VALUE));
    };
  }

  private static boolean within(BigDecimal number, long least, BigDecimal most) {
    return number.compareTo(BigDecimal.valueOf(least)) >= 0 && number.compareTo(most) <= 0;
  }

  private static boolean isMultiple(JsonNode value, JsonNode factor) {
    if (factor.doubleValue() <= 0) {
      return false;
    }
    double times = value.doubleValue() / factor.doubleValue();
    return Math.abs(times - Math.rint(times)) < 1e-9 * Math.max(1, Math.abs(times));
  }

  private static void bound(
      JsonNode value,
      @Nullable JsonNode bound,
      boolean exclusive,
      boolean upper,
      String at,
      String body,
      Findings findings) {
    if (bound == null) {
      return;
    }
    int order = value.decimalValue().compareTo(bound.decimalValue());
    boolean over = upper ? order > 0 : order < 0;
    if (over || (exclusive && order == 0)) {
      String than =
          (upper ? "should be less than " : "should be greater than ")
              + (exclusive ? "" : "or equal to ");
      findings.add(FieldError.invalid(at, value, body + than + print(bound)));
    }
  }

  private static String print(JsonNode number) {
    return number.isIntegralNumber() ? number.asText() : GoFloat.format(number.doubleValue());
  }

  static void size(JsonNode array, ValueRules rules, String at, String body, Findings findings) {
    JsonNode least = rules.minItems();
    JsonNode most = rules.maxItems();
    if (least != null && array.size() < least.longValue()) {
      findings.add(
          FieldError.invalid(
              at,
              ValueValidation.count(array.size()),
              body + "should have at least " + least.asText() + " items"));
    }
    if (most != null && array.size() > most.longValue()) {
      findings.add(tooMany(at, array.size(), most));
    }
  }

  static void properties(
      JsonNode object, ValueRules rules, String at, String body, Findings findings) {
    JsonNode least = rules.minProperties();
    JsonNode most = rules.maxProperties();
    if (least != null && object.size() < least.longValue()) {
      findings.add(
          FieldError.invalid(
              at,
              ValueValidation.count(object.size()),
              body + "should have at least " + least.asText() + " properties"));
    }
    if (most != null && object.size() > most.longValue()) {
      findings.add(tooMany(at, object.size(), most));
    }
  }

  private static FieldError tooMany(String at, int size, JsonNode most) {
    return new FieldError(
        FieldError.Type.TOO_MANY,
        at,
        Integer.toString(size),
        "must have at most " + most.asText() + (most.asLong() == 1 ? " item" : " items"));
  }
}
