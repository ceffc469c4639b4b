package io.jukung.registry.cel;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationException;
import io.jukung.registry.cel.Functions.Argument;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code '%s is %d'.format([a, b])}, which CEL for Java lacks. Upstream: {@code ext/formatting.go}
 * of {@code cel-go}; numbers are written without a locale's marks.
 */
final class TextFormat {
  private static final int PRECISION = 6;

  private TextFormat() {}

  static void add(Functions functions) {
    functions.member(
        "format",
        SimpleType.STRING,
        a -> format((String) a[0], (List<?>) a[1]),
        new Argument(SimpleType.STRING, String.class),
        new Argument(ListType.create(SimpleType.DYN), List.class));
  }

  private static String format(String pattern, List<?> values) throws CelEvaluationException {
    StringBuilder text = new StringBuilder();
    int next = 0;
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) != '%') {
        text.append(pattern.charAt(i));
      } else if (i + 1 < pattern.length() && pattern.charAt(i + 1) == '%') {
        text.append('%');
        i++;
      } else {
        if (next >= values.size()) {
          throw new CelEvaluationException("index " + next + " out of range");
        }
        int end = clauseEnd(pattern, i + 1);
        text.append(clause(pattern.substring(i + 1, end + 1), values.get(next++)));
        i = end;
      }
    }
    return text.toString();
  }

  /** Where the letter is that ends a clause. */
  private static int clauseEnd(String pattern, int start) throws CelEvaluationException {
    int end = start;
    if (end < pattern.length() && pattern.charAt(end) == '.') {
      end++;
      while (end < pattern.length() && Character.digit(pattern.charAt(end), 10) >= 0) {
        end++;
      }
    }
    if (end >= pattern.length()) {
      throw new CelEvaluationException("unexpected end of string");
    }
    return end;
  }

  private static String clause(String clause, Object value) throws CelEvaluationException {
    char letter = clause.charAt(clause.length() - 1);
    String digits = clause.substring(0, clause.length() - 1).replace(".", "");
    int precision = digits.isEmpty() ? PRECISION : Integer.parseInt(digits);
    return switch (letter) {
      case 's' -> string(value);
      case 'd' -> whole(value, 10, "decimal clause can only be used on integers");
      case 'o' -> whole(value, 8, "octal clause can only be used on integers");
      case 'b' ->
          value instanceof Boolean bit
              ? (bit ? "1" : "0")
              : whole(value, 2, "only integers and bools can be formatted as binary");
      case 'x' -> hex(value);
      case 'X' -> hex(value).toUpperCase(Locale.ROOT);
      case 'f' -> real(value, "%." + precision + "f", "fixed-point clause");
      case 'e' -> real(value, "%." + precision + "e", "scientific clause");
      default ->
          throw new CelEvaluationException(
              "could not parse formatting clause: unrecognized formatting clause \""
                  + letter
                  + "\"");
    };
  }

  private static CelEvaluationException wrong(String why, Object value) {
    return new CelEvaluationException("error during formatting: " + why + ", was given " + value);
  }

  private static String whole(Object value, int radix, String why) throws CelEvaluationException {
    return switch (value) {
      case Long number -> Long.toString(number, radix);
      case UnsignedLong number -> number.toString(radix);
      default -> throw wrong(why, value);
    };
  }

  private static String hex(Object value) throws CelEvaluationException {
    return switch (value) {
      case String text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
      case CelByteString bytes -> HexFormat.of().formatHex(bytes.toByteArray());
      default ->
          whole(value, 16, "only integers, byte buffers, and strings can be formatted as hex");
    };
  }

  private static String real(Object value, String form, String clause)
      throws CelEvaluationException {
    return switch (value) {
      case Double number when !number.isInfinite() && !number.isNaN() ->
          String.format(Locale.ROOT, form, number);
      case Double number -> number.toString();
      case String text when List.of("NaN", "Infinity", "-Infinity").contains(text) -> text;
      default -> throw wrong(clause + " can only be used on doubles", value);
    };
  }

  private static String string(Object value) {
    return switch (value) {
      case List<?> list ->
          list.stream().map(TextFormat::literal).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> literal(entry.getKey()) + ":" + literal(entry.getValue()))
              .sorted()
              .collect(Collectors.joining(", ", "{", "}"));
      case Double number when !number.isInfinite() && !number.isNaN() ->
          BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
      case CelByteString bytes -> bytes.toStringUtf8();
      case Duration duration ->
          BigDecimal.valueOf(duration.getSeconds())
                  .add(BigDecimal.valueOf(duration.getNano(), 9))
                  .stripTrailingZeros()
                  .toPlainString()
              + "s";
      case dev.cel.common.values.NullValue _ -> "null";
      default -> value.toString();
    };
  }

  /** A value inside of a list or a map, as an expression would write it. */
  private static String literal(Object value) {
    return switch (value) {
      case String text -> quoted(text);
      case CelByteString bytes -> "b" + quoted(bytes.toStringUtf8());
      case Instant time -> "timestamp(" + quoted(time.toString()) + ")";
      case Duration duration -> "duration(" + quoted(string(duration)) + ")";
      case Double number when !number.isInfinite() && !number.isNaN() ->
          String.format(Locale.ROOT, "%." + PRECISION + "f", number);
      default -> string(value);
    };
  }

  private static String quoted(String text) {
    return io.jukung.registry.status.FieldError.quote(text);
  }
}
