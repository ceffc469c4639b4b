package io.jukung.registry.crd.rules;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import io.jukung.registry.cel.FieldNames;
import io.jukung.registry.crd.schema.Structural;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The types of one schema's values, as expressions see them. Made for one compilation. */
@SuppressWarnings("Immutable") // grows while types are made, and never after
public final class SchemaTypes implements CelTypeProvider {
  private final String prefix;
  private final Map<String, CelType> structs = new LinkedHashMap<>();

  /** Types whose names begin with {@code prefix}. */
  public SchemaTypes(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return ImmutableList.copyOf(structs.values());
  }

  @Override
  public Optional<CelType> findType(String name) {
    return Optional.ofNullable(structs.get(name));
  }

  /**
   * The type of a schema's values.
   *
   * @param root whether it is a whole object, with kind, version and metadata
   */
  public CelType of(Structural schema, boolean root) {
    if (schema.intOrString()) {
      return SimpleType.DYN;
    }
    return switch (schema.type()) {
      case "integer" -> SimpleType.INT;
      case "number" -> SimpleType.DOUBLE;
      case "boolean" -> SimpleType.BOOL;
      case "string" -> string(schema.values().format());
      case "array" -> {
        Structural items = schema.items();
        yield ListType.create(items == null ? SimpleType.DYN : of(items, items.embeddedResource()));
      }
      case "object" -> {
        Structural additional = schema.additional();
        yield additional != null && schema.properties().isEmpty()
            ? MapType.create(SimpleType.STRING, of(additional, additional.embeddedResource()))
            : struct(schema, root || schema.embeddedResource());
      }
      default -> SimpleType.DYN;
    };
  }

  private static CelType string(String format) {
    return switch (format) {
      case "byte" -> SimpleType.BYTES;
      case "duration" -> SimpleType.DURATION;
      case "date", "date-time" -> SimpleType.TIMESTAMP;
      default -> SimpleType.STRING;
    };
  }

  private CelType struct(Structural schema, boolean root) {
    Map<String, CelType> fields = new LinkedHashMap<>();
    schema
        .properties()
        .forEach((name, property) -> fields.put(FieldNames.escape(name), of(property, false)));
    if (root) {
      fields.put("apiVersion", SimpleType.STRING);
      fields.put("kind", SimpleType.STRING);
      fields.put("metadata", metadata());
    }
    return named(fields);
  }

  private CelType metadata() {
    Map<String, CelType> fields = new LinkedHashMap<>();
    fields.put("name", SimpleType.STRING);
    fields.put("generateName", SimpleType.STRING);
    return named(fields);
  }

  private CelType named(Map<String, CelType> of) {
    ImmutableMap<String, CelType> fields = ImmutableMap.copyOf(of);
    String name = prefix + structs.size();
    CelType type =
        StructType.create(name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
    structs.put(name, type);
    return type;
  }
}
