package io.jukung.registry.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.value.GoFloat;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints a tree as block-style YAML, character for character as Go's YAML library: the state and
 * the rules are libyaml's ({@code go.yaml.in/yaml/v2/emitterc.go}) as far as JSON needs them.
 */
final class YamlWriter {
  private static final int STEP = 2;
  private static final int BEST_WIDTH = 80;

  private final StringBuilder out = new StringBuilder();
  private int column;
  private boolean whitespace = true;
  private boolean indention = true;

  private YamlWriter() {}

  static String write(ObjectNode object) {
    YamlWriter writer = new YamlWriter();
    writer.node(object, -1, false, false);
    writer.indent(0);
    return writer.out.toString();
  }

  /** An element of a list that is a field at the top. */
  static String writeItem(JsonNode element) {
    YamlWriter writer = new YamlWriter();
    writer.element(element, 0);
    writer.indent(0);
    return writer.out.toString();
  }

  /** Writes a value; {@code indent} is that of what it stands in, -1 at the top. */
  private void node(JsonNode value, int indent, boolean inMapping, boolean simpleKey) {
    if (value instanceof ObjectNode object && !object.isEmpty()) {
      mapping(object, indent < 0 ? 0 : indent + STEP);
    } else if (value.isArray() && !value.isEmpty()) {
      boolean indentless = inMapping && !indention;
      int inner = indent < 0 ? 0 : indentless ? indent : indent + STEP;
      for (JsonNode element : value) {
        element(element, inner);
      }
    } else if (value.isContainerNode()) {
      indicator(value.isObject() ? "{" : "[", true, true, false);
      indicator(value.isObject() ? "}" : "]", false, false, false);
    } else if (value.isTextual()) {
      text(value.textValue(), indent < 0 ? STEP : indent + STEP, simpleKey);
    } else {
      plain(scalar(value), indent, false);
    }
  }

  private void element(JsonNode element, int indent) {
    indent(indent);
    indicator("-", true, false, true);
    node(element, indent, false, false);
  }

  private void mapping(ObjectNode object, int indent) {
    List<String> keys = new ArrayList<>(object.size());
    object.fieldNames().forEachRemaining(keys::add);
    keys.sort(YamlKeys.ORDER);
    for (String key : keys) {
      indent(indent);
      if (new YamlText(key).simpleKey()) {
        text(key, indent + STEP, true);
        indicator(":", false, false, false);
      } else {
        indicator("?", true, false, true);
        text(key, indent + STEP, false);
        indent(indent);
        indicator(":", true, false, true);
      }
      node(object.get(key), indent, true, false);
    }
  }

  private static String scalar(JsonNode value) {
    if (!value.isFloatingPointNumber()) {
      return value.asText();
    }
    String json = GoFloat.format(value.doubleValue());
    JsonNode read = YamlResolver.resolve(json);
    return read.isIntegralNumber() ? read.asText() : shortest(value.doubleValue());
  }

  /** Go's {@code %g} with the shortest digits. */
  private static String shortest(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    String digits = decimal.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    if (exponent >= -4 && exponent < Math.max(digits.length(), 21)) {
      return decimal.toPlainString();
    }
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    String power = Integer.toString(Math.abs(exponent));
    return (value < 0 ? "-" : "")
        + mantissa
        + (exponent < 0 ? "e-" : "e+")
        + (power.length() < 2 ? "0" + power : power);
  }

  private void text(String text, int indent, boolean simpleKey) {
    switch (new YamlText(text).style(simpleKey)) {
      case PLAIN -> plain(text, indent, !simpleKey);
      case SINGLE_QUOTED -> single(text, indent, !simpleKey);
      case DOUBLE_QUOTED -> quoted(text, indent, !simpleKey);
      case LITERAL -> literal(text, indent);
    }
  }

  private void put(int c) {
    out.appendCodePoint(c);
    column++;
  }

  private void newLine() {
    out.append('\n');
    column = 0;
  }

  private void lineBreak(int c) {
    out.appendCodePoint(c);
    column = 0;
  }

  private void indent(int indent) {
    if (!indention || column > indent || (column == indent && !whitespace)) {
      newLine();
    }
    while (column < indent) {
      put(' ');
    }
    whitespace = true;
    indention = true;
  }

  private void indicator(
      String indicator, boolean needWhitespace, boolean isWhitespace, boolean isIndention) {
    if (needWhitespace && !whitespace) {
      put(' ');
    }
    out.append(indicator);
    column += indicator.length();
    whitespace = isWhitespace;
    indention = indention && isIndention;
  }

  /** Whether a line ends at the single space at {@code i}. */
  private boolean folds(int[] text, int i, boolean mayFold) {
    return mayFold
        && text[i] == ' '
        && column > BEST_WIDTH
        && i > 0
        && i < text.length - 1
        && text[i - 1] != ' ';
  }

  private void plain(String text, int indent, boolean mayFold) {
    if (!whitespace && !text.isEmpty()) {
      put(' ');
    }
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      if (folds(points, i, mayFold) && points[i + 1] != ' ') {
        indent(indent);
      } else {
        put(points[i]);
        indention = false;
      }
    }
    whitespace = false;
    indention = false;
  }

  private void single(String text, int indent, boolean mayFold) {
    indicator("'", true, false, false);
    boolean breaks = false;
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      int c = points[i];
      if (folds(points, i, mayFold) && points[i + 1] != ' ') {
        indent(indent);
        continue;
      }
      if (YamlText.lineBreak(c)) {
        lineBreak(c);
        indention = true;
        breaks = true;
        continue;
      }
      if (breaks && c != ' ') {
        indent(indent);
      }
      if (c == '\'') {
        put('\'');
      }
      put(c);
      if (c != ' ') {
        indention = false;
        breaks = false;
      }
    }
    indicator("'", false, false, false);
    whitespace = false;
    indention = false;
  }

  private void quoted(String text, int indent, boolean mayFold) {
    indicator("\"", true, false, false);
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      int c = points[i];
      if (folds(points, i, mayFold)) {
        indent(indent);
        if (points[i + 1] == ' ') {
          put('\\');
        }
      } else if (!YamlText.printable(c) || YamlText.lineBreak(c) || c == '"' || c == '\\') {
        escape(c);
      } else {
        put(c);
        indention = indention && c == ' ';
      }
    }
    indicator("\"", false, false, false);
    whitespace = false;
    indention = false;
  }

  private void escape(int c) {
    String escaped =
        switch (c) {
          case 0 -> "0";
          case 7 -> "a";
          case '\b' -> "b";
          case '\t' -> "t";
          case '\n' -> "n";
          case 11 -> "v";
          case '\f' -> "f";
          case '\r' -> "r";
          case 27 -> "e";
          case '"' -> "\"";
          case '\\' -> "\\";
          case 0x85 -> "N";
          case 0x2028 -> "L";
          case 0x2029 -> "P";
          default ->
              c <= 0xff
                  ? String.format("x%02X", c)
                  : c <= 0xffff ? String.format("u%04X", c) : String.format("U%08X", c);
        };
    out.append('\\').append(escaped);
    column += escaped.length() + 1;
  }

  private void literal(String text, int indent) {
    indicator("|", true, false, false);
    int first = text.charAt(0);
    if (first == ' ' || YamlText.lineBreak(first)) {
      indicator("2", false, false, false);
    }
    int length = text.length();
    if (!YamlText.lineBreak(text.charAt(length - 1))) {
      indicator("-", false, false, false);
    } else if (length == 1 || YamlText.lineBreak(text.charAt(length - 2))) {
      indicator("+", false, false, false);
    }
    newLine();
    indention = true;
    whitespace = true;
    boolean breaks = true;
    for (int c : text.codePoints().toArray()) {
      if (YamlText.lineBreak(c)) {
        lineBreak(c);
        indention = true;
        breaks = true;
      } else {
        if (breaks) {
          indent(indent);
        }
        put(c);
        indention = false;
        breaks = false;
      }
    }
  }
}
