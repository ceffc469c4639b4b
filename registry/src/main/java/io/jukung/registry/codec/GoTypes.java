package io.jukung.registry.codec;

import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.MapOf;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;

/** The names Go's messages give to types. */
final class GoTypes {
  private GoTypes() {}

  static String name(FieldType type) {
    return switch (type) {
      case ListOf list -> "[]" + name(list.element());
      case MapOf map -> "map[string]" + name(map.value());
      case Reference reference -> qualified(reference.typeName());
      case Scalar scalar -> scalar(scalar);
    };
  }

  /** {@code Pod} for {@code io.k8s.api.core.v1.Pod}. */
  static String simpleName(String typeName) {
    return typeName.substring(typeName.lastIndexOf('.') + 1);
  }

  /** {@code v1.Pod} for {@code io.k8s.api.core.v1.Pod}. */
  static String qualified(String typeName) {
    int name = typeName.lastIndexOf('.');
    int pkg = typeName.lastIndexOf('.', name - 1);
    return typeName.substring(pkg + 1);
  }

  private static String scalar(Scalar scalar) {
    return switch (scalar) {
      case STRING, TIME, MICRO_TIME, DURATION -> "string";
      case BOOLEAN -> "bool";
      case INT32, INT_OR_STRING -> "int32";
      case INT64 -> "int64";
      case DOUBLE -> "float64";
      case BYTES -> "[]uint8";
      case QUANTITY -> "resource.Quantity";
      case RAW_EXTENSION -> "runtime.RawExtension";
      case JSON -> "v1.JSON";
      case FIELDS_V1 -> "v1.FieldsV1";
      case JSON_SCHEMA_OR_BOOL -> "v1.JSONSchemaPropsOrBool";
      case JSON_SCHEMA_OR_ARRAY -> "v1.JSONSchemaPropsOrArray";
      case JSON_SCHEMA_OR_STRING_ARRAY -> "v1.JSONSchemaPropsOrStringArray";
      case STRING_LIST_MESSAGE -> "v1.ExtraValue";
    };
  }
}
