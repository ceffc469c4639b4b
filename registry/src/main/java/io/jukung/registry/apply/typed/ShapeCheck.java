package io.jukung.registry.apply.typed;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.apply.fieldpath.PathElement;
import io.jukung.registry.codec.value.GoFloat;
import io.jukung.registry.codec.value.GoStrings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks that a tree has its shape: declared fields only, scalars of the right kind, no two items
 * of one name.
 *
 * <p>Upstream: {@code typed/validate.go}, whose messages these are.
 */
public final class ShapeCheck {
  private final List<String> faults = new ArrayList<>();

  private final boolean duplicates;

  private ShapeCheck(boolean duplicates) {
    this.duplicates = duplicates;
  }

  /**
   * Checks a tree.
   *
   * @throws ShapeException with all that is wrong
   */
  public static void check(Shape shape, JsonNode value) {
    check(new ShapeCheck(false), shape, value);
  }

  /**
   * Checks a tree whose lists may have several items of one name.
   *
   * @throws ShapeException with all that is wrong
   */
  public static void checkAllowingDuplicates(Shape shape, JsonNode value) {
    check(new ShapeCheck(true), shape, value);
  }

  private static void check(ShapeCheck check, Shape shape, JsonNode value) {
    check.value(shape, value, "");
    if (!check.faults.isEmpty()) {
      throw ShapeException.of(check.faults);
    }
  }

  private void fault(String path, String message) {
    faults.add(path.isEmpty() ? message : path + ": " + message);
  }

  private void value(Shape shape, JsonNode value, String path) {
    if (value.isNull()) {
      return;
    }
    switch (shape.form(value)) {
      case SCALAR -> {
        if (shape.scalar != null && !shape.scalar.takes(value)) {
          fault(path, "expected " + shape.scalar.text + ", got " + go(shape.scalar, value));
        }
      }
      case LIST -> {
        if (shape.list == null || !value.isArray()) {
          fault(path, "expected list, got &{" + plain(value) + "}");
        } else {
          list(shape.list, value, path);
        }
      }
      case MAP -> {
        if (shape.map == null || !value.isObject()) {
          fault(path, "expected map, got &{" + plain(value) + "}");
        } else {
          map(shape.map, value, path);
        }
      }
    }
  }

  private void map(MapShape shape, JsonNode value, String path) {
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      MapShape.FieldShape field = shape.field(entry.getKey());
      Shape below = field == null ? shape.others() : field.shape();
      String inner = path + "." + entry.getKey();
      if (below == null) {
        fault(inner, "field not declared in schema");
        return;
      }
      value(below, entry.getValue(), inner);
    }
  }

  private void list(ListShape shape, JsonNode value, String path) {
    Set<PathElement> seen = new HashSet<>();
    for (int i = 0; i < value.size(); i++) {
      PathElement name = PathElement.index(i);
      if (!shape.atomic()) {
        try {
          name = shape.name(value.get(i));
        } catch (ShapeException e) {
          fault(path, "element " + i + ": " + e.getMessage());
          return;
        }
        if (!seen.add(name) && !duplicates) {
          fault(path, "duplicate entries for key " + name);
        }
      }
      value(shape.element(), value.get(i), path + name);
    }
  }

  /** The value as Go's formats print it there. */
  private static String go(Shape.ScalarKind kind, JsonNode value) {
    return switch (kind) {
      case NUMERIC -> typeName(value);
      case STRING -> "&value.valueUnstructured{Value:" + syntax(value) + "}";
      case BOOLEAN, UNTYPED -> "&{" + plain(value) + "}";
    };
  }

  private static String typeName(JsonNode value) {
    if (value.isTextual()) {
      return "string";
    }
    if (value.isBoolean()) {
      return "bool";
    }
    return value.isArray() ? "[]interface {}" : "map[string]interface {}";
  }

  private static String syntax(JsonNode value) {
    if (value.isArray() || value.isObject()) {
      return typeName(value) + "{" + members(value, true) + "}";
    }
    return value.isTextual() ? GoStrings.quote(value.textValue()) : plain(value);
  }

  private static String plain(JsonNode value) {
    if (value.isArray()) {
      return "[" + members(value, false) + "]";
    }
    if (value.isObject()) {
      return "map[" + members(value, false) + "]";
    }
    if (value.isNumber() && !value.isIntegralNumber()) {
      return GoFloat.format(value.doubleValue());
    }
    return value.isNull() ? "<nil>" : value.asText();
  }

  private static String members(JsonNode value, boolean syntax) {
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(element -> texts.add(syntax ? syntax(element) : plain(element)));
    } else {
      value.properties().stream()
          .sorted(Map.Entry.comparingByKey(GoStrings.ORDER))
          .forEach(
              entry ->
                  texts.add(
                      syntax
                          ? GoStrings.quote(entry.getKey()) + ":" + syntax(entry.getValue())
                          : entry.getKey() + ":" + plain(entry.getValue())));
    }
    return String.join(syntax ? ", " : " ", texts);
  }
}
