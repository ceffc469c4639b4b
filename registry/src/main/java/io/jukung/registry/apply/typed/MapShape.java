package io.jukung.registry.apply.typed;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.apply.fieldpath.PathElement;
import io.jukung.registry.catalog.Field;
import io.jukung.registry.codec.Absence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The shape of objects at one place: declared fields, and what any others are. */
final class MapShape {
  /** A declared field. */
  static final class FieldShape {
    final String name;
    final PathElement element;
    final @Nullable Field goField;
    private final Supplier<Shape> shapes;
    private final @Nullable JsonNode defaultValue;
    private final @Nullable JsonNode printed;
    private @Nullable Shape shape;

    /**
     * A field.
     *
     * @param goField how Go prints it; null for objects that are no Go structs
     */
    FieldShape(
        String name,
        Supplier<Shape> shapes,
        @Nullable JsonNode defaultValue,
        @Nullable Field goField) {
      this.name = name;
      this.element = PathElement.field(name);
      this.shapes = shapes;
      this.defaultValue = defaultValue;
      this.goField = goField;
      this.printed = goField == null ? null : Absence.printed(goField).orElse(null);
    }

    Shape shape() {
      // Computed twice at worst; all threads come to the same.
      Shape known = shape;
      if (known == null) {
        known = shapes.get();
        shape = known;
      }
      return known;
    }

    /** What a list's element has when it lacks the field as a key. */
    @Nullable JsonNode defaultValue() {
      return defaultValue;
    }

    /** The value as upstream's typed object has it: null when it has none. */
    @Nullable JsonNode typed(@Nullable JsonNode value) {
      if (goField == null) {
        return value;
      }
      if (value == null || value.isNull()) {
        return printed;
      }
      return Absence.leftOut(goField, value) ? null : value;
    }
  }

  final boolean atomic;
  private final Map<String, FieldShape> fields = new HashMap<>();
  private final List<FieldShape> alwaysThere = new ArrayList<>(0);
  private @Nullable Shape others;

  MapShape(boolean atomic) {
    this.atomic = atomic;
  }

  /** Declares a field; before the shape is used. */
  void declare(FieldShape field) {
    fields.put(field.name, field);
    if (field.printed != null) {
      alwaysThere.add(field);
    }
  }

  /** Allows undeclared fields; before the shape is used. */
  void others(Shape shape) {
    this.others = shape;
  }

  /** A declared field. */
  @Nullable FieldShape field(String name) {
    return fields.get(name);
  }

  /** Whether nothing is declared. */
  boolean free() {
    return fields.isEmpty();
  }

  /** The shape of undeclared fields; null when there may be none. */
  @Nullable Shape others() {
    return others;
  }

  /** The fields that a typed object has even when nobody set them. */
  List<FieldShape> alwaysThere() {
    return alwaysThere;
  }

  /** The same with another answer to whether it is one piece. */
  MapShape withAtomic(boolean newAtomic) {
    MapShape copy = new MapShape(newAtomic);
    fields.values().forEach(copy::declare);
    copy.others = others;
    return copy;
  }
}
