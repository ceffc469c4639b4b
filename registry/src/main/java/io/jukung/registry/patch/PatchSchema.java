package io.jukung.registry.patch;

import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.status.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The schema at one place of an object, as strategic merge patch asks it: how the fields below are
 * merged.
 *
 * @param type the message type here; empty where values have no declared fields
 * @param kind what Go calls the type here when it is no struct, such as {@code map}
 */
record PatchSchema(
    Optional<TypeSchema> type, String kind, Function<String, Optional<TypeSchema>> types) {
  /**
   * How a field is merged.
   *
   * @param schema below the field; of a list the elements'
   * @param strategy {@code merge}, {@code replace} or empty
   * @param mergeKey what list elements are joined by, or empty
   */
  record Rule(PatchSchema schema, String strategy, String mergeKey) {}

  static PatchSchema of(TypeSchema type, Function<String, Optional<TypeSchema>> types) {
    return new PatchSchema(Optional.of(type), "struct", types);
  }

  /** The rule of a field that holds an object. */
  Rule object(String name) {
    Field field = field(name);
    return rule(field, below(field.type()));
  }

  /** The rule of a field that holds a list. */
  Rule list(String name) {
    Field field = field(name);
    if (field.type() instanceof FieldType.ListOf(FieldType element)) {
      return rule(field, below(element));
    }
    throw Patches.unforeseen("expected slice or array type, but got: " + kind);
  }

  private static Rule rule(Field field, PatchSchema below) {
    // retainKeys says only that patches may carry $retainKeys, which are obeyed anywhere.
    List<String> strategies =
        List.of(field.patchStrategy().split(",", -1)).stream()
            .filter(strategy -> !strategy.equals("retainKeys"))
            .toList();
    return new Rule(
        below, strategies.isEmpty() ? "" : strategies.getFirst(), field.patchMergeKey());
  }

  private Field field(String name) {
    TypeSchema schema =
        type.orElseThrow(
            () ->
                Patches.unforeseen(
                    "merging an object in json but data type is not struct, instead is: " + kind));
    return schema
        .field(name)
        .or(() -> foldedField(schema, name))
        .orElseThrow(() -> notFound(schema, name));
  }

  private static Optional<Field> foldedField(TypeSchema schema, String name) {
    return schema.fields().stream().filter(f -> f.name().equalsIgnoreCase(name)).findFirst();
  }

  private static StatusException notFound(TypeSchema schema, String name) {
    String struct = schema.name().substring(schema.name().lastIndexOf('.') + 1);
    return Patches.unforeseen(
        "unable to find api field in struct " + struct + " for the json field \"" + name + "\"");
  }

  private PatchSchema below(FieldType fieldType) {
    return switch (fieldType) {
      case FieldType.Reference(String name) -> new PatchSchema(types.apply(name), "struct", types);
      case FieldType.MapOf map -> new PatchSchema(Optional.empty(), "map", types);
      case FieldType.ListOf list -> new PatchSchema(Optional.empty(), "slice", types);
      case FieldType.Scalar scalar -> new PatchSchema(Optional.empty(), goKind(scalar), types);
    };
  }

  private static String goKind(FieldType.Scalar scalar) {
    return switch (scalar) {
      case STRING -> "string";
      case BOOLEAN -> "bool";
      case INT32 -> "int32";
      case INT64 -> "int64";
      case DOUBLE -> "float64";
      case BYTES, STRING_LIST_MESSAGE -> "slice";
      case QUANTITY,
          INT_OR_STRING,
          TIME,
          MICRO_TIME,
          DURATION,
          RAW_EXTENSION,
          JSON,
          FIELDS_V1,
          JSON_SCHEMA_OR_BOOL,
          JSON_SCHEMA_OR_ARRAY,
          JSON_SCHEMA_OR_STRING_ARRAY ->
          "struct";
    };
  }
}
