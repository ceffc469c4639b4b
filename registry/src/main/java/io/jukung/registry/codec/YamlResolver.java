package io.jukung.registry.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a plain YAML scalar means to Go's YAML library, which keeps YAML 1.1's truth values and
 * octal numbers. Upstream: {@code go.yaml.in/yaml/v2/resolve.go}.
 */
final class YamlResolver {
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> NAN = Set.of(".nan", ".NaN", ".NAN");
  private static final Set<String> INFINITE =
      Set.of(".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF");
  private static final Set<String> MINUS_INFINITE = Set.of("-.inf", "-.Inf", "-.INF");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "[0-9]{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12][0-9]|3[01])"
              + "([Tt][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}([.,][0-9]+)?(Z|[-+][0-9]{2}:[0-9]{2})"
              + "| [0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}([.,][0-9]+)?)?");
  private static final Pattern BASE_60 =
      Pattern.compile("[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?");
  private static final BigInteger UNSIGNED_END = BigInteger.ONE.shiftLeft(64);
  private static final BigInteger SIGNED_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final int MAX_NUMBER_LENGTH = 1000;

  private YamlResolver() {}

  /** Whether a string may stand without quotes and still be a string. */
  static boolean staysString(String text) {
    return resolve(text).isTextual() && !TIMESTAMP.matcher(text).matches() && !base60(text);
  }

  private static boolean base60(String text) {
    return text.indexOf(':') > 0 && BASE_60.matcher(text).matches();
  }

  /** The value of a plain scalar; timestamps stay strings. */
  static JsonNode resolve(String text) {
    if (text.isEmpty()) {
      return NullNode.instance;
    }
    char hint = text.charAt(0);
    if ("yYnNtTfFoO~.+-".indexOf(hint) >= 0) {
      if (TRUE.contains(text) || FALSE.contains(text)) {
        return BooleanNode.valueOf(TRUE.contains(text));
      }
      if (NULL.contains(text)) {
        return NullNode.instance;
      }
      if (NAN.contains(text)) {
        return DoubleNode.valueOf(Double.NaN);
      }
      if (INFINITE.contains(text) || MINUS_INFINITE.contains(text)) {
        return DoubleNode.valueOf(
            INFINITE.contains(text) ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
      }
    }
    boolean number = hint == '.' || hint == '+' || hint == '-' || (hint >= '0' && hint <= '9');
    return number && text.length() <= MAX_NUMBER_LENGTH ? number(text) : TextNode.valueOf(text);
  }

  private static JsonNode number(String text) {
    if (text.charAt(0) != '.' && TIMESTAMP.matcher(text).matches()) {
      return TextNode.valueOf(text);
    }
    String plain = text.charAt(0) == '.' ? text : text.replace("_", "");
    JsonNode integer = integer(plain);
    if (!integer.isNull()) {
      return integer;
    }
    if (FLOAT.matcher(plain).matches()) {
      double value = Double.parseDouble(plain);
      if (!Double.isInfinite(value)) {
        return FreeReader.realNode(value);
      }
    }
    return TextNode.valueOf(text);
  }

  /** Go's {@code ParseInt} and {@code ParseUint} with base 0; null when it is no integer. */
  private static JsonNode integer(String plain) {
    boolean signed = plain.startsWith("-") || plain.startsWith("+");
    String digits = signed ? plain.substring(1) : plain;
    int radix = 10;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      char prefix = Character.toLowerCase(digits.charAt(1));
      radix = prefix == 'x' ? 16 : prefix == 'b' ? 2 : 8;
      digits = digits.substring(prefix == 'x' || prefix == 'b' || prefix == 'o' ? 2 : 1);
    }
    if (digits.isEmpty() || Character.digit(digits.charAt(0), radix) < 0) {
      return NullNode.instance;
    }
    try {
      BigInteger value = new BigInteger(digits, radix);
      if (plain.charAt(0) == '-') {
        value = value.negate();
      }
      if (value.bitLength() < 64) {
        return FreeReader.integerNode(value.longValue());
      }
      boolean fits =
          !signed && value.compareTo(UNSIGNED_END) < 0 && value.compareTo(SIGNED_MIN) > 0;
      return fits ? BigIntegerNode.valueOf(value) : NullNode.instance;
    } catch (NumberFormatException e) {
      return NullNode.instance;
    }
  }
}
