package io.jukung.registry.apply.typed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.MapOf;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;
import io.jukung.registry.catalog.TypeSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the catalog's types, made when first asked for; one per type. Safe for all threads.
 */
public final class CatalogShapes {
  private static final ObjectReader READER = JsonMapper.builder().build().reader();
  private static final String MERGE = "merge";

  private final Function<String, Optional<TypeSchema>> types;
  private final Map<String, Shape> shapes = new ConcurrentHashMap<>();

  /**
   * Shapes of one catalog.
   *
   * @param types finds a type by its name, such as {@code Catalog::type}
   */
  public CatalogShapes(Function<String, Optional<TypeSchema>> types) {
    this.types = types;
  }

  /** The shape of the objects of a type. */
  public Shape of(TypeSchema type) {
    Shape known = shapes.get(type.name());
    if (known != null) {
      return known;
    }
    MapShape map = new MapShape(type.mapType().equals("atomic"));
    for (Field field : type.fields()) {
      map.declare(
          new MapShape.FieldShape(field.name(), () -> of(field), defaultValue(field), field));
    }
    if (type.fields().isEmpty()) {
      map.others(Shape.DEDUCED);
    }
    Shape made = Shape.of(map);
    Shape first = shapes.putIfAbsent(type.name(), made);
    return first == null ? made : first;
  }

  private Shape of(Field field) {
    if (field.type() instanceof ListOf(FieldType element)) {
      return Shape.of(list(field, element));
    }
    Shape shape = of(field.type());
    if (field.mapType().isEmpty() || shape.map == null) {
      return shape;
    }
    boolean atomic = field.mapType().equals("atomic");
    return shape.map.atomic == atomic ? shape : Shape.of(shape.map.withAtomic(atomic));
  }

  private ListShape list(Field field, FieldType element) {
    return switch (field.listType()) {
      case "set" -> new ListShape(false, List.of(), () -> of(element));
      case "map" -> new ListShape(false, field.listMapKeys(), () -> of(element));
      case "atomic" -> new ListShape(true, List.of(), () -> of(element));
      default -> {
        boolean merged = field.patchStrategy().startsWith(MERGE);
        List<String> keys =
            field.patchMergeKey().isEmpty() ? List.of() : List.of(field.patchMergeKey());
        yield new ListShape(!merged, keys, () -> of(element));
      }
    };
  }

  private Shape of(FieldType type) {
    return switch (type) {
      case Reference(String name) -> of(types.apply(name).orElseThrow());
      case ListOf(FieldType element) -> Shape.of(new ListShape(true, List.of(), () -> of(element)));
      case MapOf(FieldType value) -> {
        MapShape map = new MapShape(false);
        map.others(of(value));
        yield Shape.of(map);
      }
      case Scalar scalar -> of(scalar);
    };
  }

  private static Shape of(Scalar scalar) {
    return switch (scalar) {
      case STRING, BYTES, DURATION -> Shape.of(Shape.ScalarKind.STRING);
      case BOOLEAN -> Shape.of(Shape.ScalarKind.BOOLEAN);
      case INT32, INT64, DOUBLE -> Shape.of(Shape.ScalarKind.NUMERIC);
      case QUANTITY, INT_OR_STRING, TIME, MICRO_TIME -> Shape.of(Shape.ScalarKind.UNTYPED);
      case RAW_EXTENSION -> Shape.ATOMIC;
      case JSON,
          FIELDS_V1,
          JSON_SCHEMA_OR_BOOL,
          JSON_SCHEMA_OR_ARRAY,
          JSON_SCHEMA_OR_STRING_ARRAY ->
          Shape.DEDUCED;
      case STRING_LIST_MESSAGE ->
          Shape.of(new ListShape(true, List.of(), () -> Shape.of(Shape.ScalarKind.STRING)));
    };
  }

  /** Go's generator gives every required scalar that is no pointer a default: its zero. */
  private static @Nullable JsonNode defaultValue(Field field) {
    if (!field.defaultValue().isEmpty()) {
      try {
        return READER.readTree(field.defaultValue());
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("default of " + field.name(), e);
      }
    }
    if (field.pointer() || field.omitEmpty() || !(field.type() instanceof Scalar scalar)) {
      return null;
    }
    return switch (scalar) {
      case STRING -> TextNode.valueOf("");
      case INT32, INT64, DOUBLE -> IntNode.valueOf(0);
      default -> null;
    };
  }
}
