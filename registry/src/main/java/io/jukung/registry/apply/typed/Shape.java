package io.jukung.registry.apply.typed;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the values at one place of an object may be: a scalar, a list, an object, or several of
 * them. Immutable once made; shapes may lead back to themselves.
 *
 * <p>Upstream: {@code schema.Atom}. Shapes are made by {@link CatalogShapes} and {@link
 * StructuralShapes}.
 */
public final class Shape {
  /** What a scalar may be. */
  enum ScalarKind {
    NUMERIC("numeric (int or float)"),
    STRING("string"),
    BOOLEAN("boolean"),
    UNTYPED("any scalar");

    final String text;

    ScalarKind(String text) {
      this.text = text;
    }

    boolean takes(JsonNode value) {
      return switch (this) {
        case NUMERIC -> value.isNumber();
        case STRING -> value.isTextual();
        case BOOLEAN -> value.isBoolean();
        case UNTYPED -> value.isNumber() || value.isTextual() || value.isBoolean();
      };
    }
  }

  /** Any value, in one piece when it is a list or an object. */
  static final Shape ATOMIC = any(true);

  /** Any value: objects are owned field by field, lists in one piece. */
  static final Shape DEDUCED = any(false);

  final @Nullable ScalarKind scalar;
  final @Nullable ListShape list;
  final @Nullable MapShape map;

  Shape(@Nullable ScalarKind scalar, @Nullable ListShape list, @Nullable MapShape map) {
    this.scalar = scalar;
    this.list = list;
    this.map = map;
  }

  private static Shape any(boolean atomic) {
    MapShape[] map = {new MapShape(atomic)};
    Shape shape =
        new Shape(ScalarKind.UNTYPED, new ListShape(true, List.of(), () -> ATOMIC), map[0]);
    map[0].others(shape);
    return shape;
  }

  static Shape of(ScalarKind scalar) {
    return new Shape(scalar, null, null);
  }

  static Shape of(ListShape list) {
    return new Shape(null, list, null);
  }

  static Shape of(MapShape map) {
    return new Shape(null, null, map);
  }

  /** Which of the alternatives {@code value} is, as far as it tells. */
  Form form(JsonNode value) {
    if (value.isObject() && map != null) {
      return Form.MAP;
    }
    if (value.isArray() && list != null) {
      return Form.LIST;
    }
    if (value.isValueNode() && !value.isNull() && scalar != null) {
      return Form.SCALAR;
    }
    if (map != null) {
      return Form.MAP;
    }
    return scalar != null ? Form.SCALAR : Form.LIST;
  }

  /** How a value is walked. */
  enum Form {
    SCALAR,
    LIST,
    MAP
  }

  /** Whether what stands here is owned in one piece, if it is of the form. */
  boolean leaf(Form form) {
    return switch (form) {
      case SCALAR -> true;
      case LIST -> list == null || list.atomic();
      case MAP -> map == null || map.atomic;
    };
  }
}
