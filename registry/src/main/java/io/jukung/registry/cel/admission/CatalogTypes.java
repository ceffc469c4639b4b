package io.jukung.registry.cel.admission;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.cel.FieldNames;
import io.jukung.registry.meta.GroupVersionKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The types of built-in kinds, as type checks of policies see them. What OpenAPI gives no type,
 * such as a quantity, is no field at all, as upstream ({@code SchemaDeclType} in {@code
 * k8s.io/apiserver/pkg/cel/common/schemas.go} at v1.36). Safe for all threads.
 */
@SuppressWarnings("Immutable") // the catalog is
public final class CatalogTypes implements CelTypeProvider {
  /** An object without fields. */
  private static final CelType EMPTY =
      StructType.create("object", ImmutableSet.of(), _ -> Optional.empty());

  private final Catalog catalog;

  /** The types of a catalog. */
  public CatalogTypes(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The type of a kind's objects. */
  public Optional<TypeCheck.Typed> of(GroupVersionKind kind) {
    return catalog
        .kind(kind)
        .map(type -> new TypeCheck.Typed(StructTypeReference.create(type.name()), this));
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return ImmutableList.of();
  }

  @Override
  public Optional<CelType> findType(String name) {
    return catalog.type(name).map(this::struct);
  }

  private CelType struct(TypeSchema type) {
    Map<String, CelType> of = new LinkedHashMap<>();
    for (Field field : type.fields()) {
      type(field.type()).ifPresent(known -> of.put(FieldNames.escape(field.name()), known));
    }
    ImmutableMap<String, CelType> fields = ImmutableMap.copyOf(of);
    return StructType.create(
        type.name(), fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
  }

  private static Optional<CelType> type(FieldType type) {
    return switch (type) {
      case FieldType.ListOf(FieldType element) -> type(element).map(ListType::create);
      case FieldType.MapOf(FieldType value) ->
          type(value).map(known -> MapType.create(SimpleType.STRING, known));
      case FieldType.Reference(String name) -> Optional.of(StructTypeReference.create(name));
      case FieldType.Scalar scalar -> scalar(scalar);
    };
  }

  private static Optional<CelType> scalar(FieldType.Scalar scalar) {
    return switch (scalar) {
      case STRING, DURATION -> Optional.of(SimpleType.STRING);
      case BOOLEAN -> Optional.of(SimpleType.BOOL);
      case INT32, INT64 -> Optional.of(SimpleType.INT);
      case DOUBLE -> Optional.of(SimpleType.DOUBLE);
      case BYTES -> Optional.of(SimpleType.BYTES);
      case TIME, MICRO_TIME -> Optional.of(SimpleType.TIMESTAMP);
      case INT_OR_STRING -> Optional.of(SimpleType.DYN);
      case RAW_EXTENSION, FIELDS_V1 -> Optional.of(EMPTY);
      case STRING_LIST_MESSAGE -> Optional.of(ListType.create(SimpleType.STRING));
      case QUANTITY, JSON, JSON_SCHEMA_OR_BOOL, JSON_SCHEMA_OR_ARRAY, JSON_SCHEMA_OR_STRING_ARRAY ->
          Optional.empty();
    };
  }
}
