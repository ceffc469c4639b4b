package io.jukung.registry.openapi;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.MapOf;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.catalog.Union;
import io.jukung.registry.meta.GroupVersionKind;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/** Writes types as JSON schemas in the dialect of one OpenAPI version. */
final class SchemaWriter {
  private final Dialect dialect;
  private final JsonGenerator json;

  SchemaWriter(Dialect dialect, JsonGenerator json) {
    this.dialect = dialect;
    this.json = json;
  }

  /**
   * Writes the schema of {@code type}.
   *
   * @param kinds the kinds to name in {@code x-kubernetes-group-version-kind}
   */
  void type(TypeSchema type, List<GroupVersionKind> kinds) throws IOException {
    json.writeStartObject();
    text("description", type.description());
    if (type.fields().isEmpty()) {
      dialect.special(json, type.name());
    } else {
      json.writeStringField("type", "object");
      List<String> required =
          type.fields().stream().filter(Field::required).map(Field::name).toList();
      list("required", required);
      json.writeObjectFieldStart("properties");
      for (Field field :
          type.fields().stream().sorted(Comparator.comparing(Field::name)).toList()) {
        json.writeFieldName(field.name());
        field(field);
      }
      json.writeEndObject();
    }
    if (!kinds.isEmpty()) {
      json.writeArrayFieldStart("x-kubernetes-group-version-kind");
      for (GroupVersionKind kind :
          kinds.stream()
              .sorted(
                  Comparator.comparing(GroupVersionKind::group)
                      .thenComparing(GroupVersionKind::version))
              .toList()) {
        kind(json, kind);
      }
      json.writeEndArray();
    }
    text("x-kubernetes-map-type", type.mapType());
    if (type.union().isPresent()) {
      union(type.union().get());
    }
    json.writeEndObject();
  }

  private void union(Union union) throws IOException {
    json.writeArrayFieldStart("x-kubernetes-unions");
    json.writeStartObject();
    text("discriminator", union.discriminator());
    json.writeObjectFieldStart("fields-to-discriminateBy");
    for (String member : union.members().stream().sorted().toList()) {
      json.writeStringField(member, Paths.capital(member));
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
  }

  static void kind(JsonGenerator json, GroupVersionKind kind) throws IOException {
    json.writeStartObject();
    json.writeStringField("group", kind.group());
    json.writeStringField("kind", kind.kind());
    json.writeStringField("version", kind.version());
    json.writeEndObject();
  }

  private void field(Field field) throws IOException {
    json.writeStartObject();
    String description = description(field);
    text("description", description);
    String typeName = dialect.definition(field.type());
    boolean hasDefault = dialect.defaults(json, field);
    if (typeName.isEmpty()) {
      body(field.type(), field.enumValues());
    } else {
      dialect.reference(json, typeName, !description.isEmpty() || hasDefault || marked(field));
    }
    list("x-kubernetes-list-map-keys", field.listMapKeys());
    text("x-kubernetes-list-type", field.listType());
    text("x-kubernetes-map-type", field.mapType());
    text("x-kubernetes-patch-merge-key", field.patchMergeKey());
    text("x-kubernetes-patch-strategy", field.patchStrategy());
    json.writeEndObject();
  }

  private static boolean marked(Field field) {
    return !field.mapType().isEmpty() || !field.patchStrategy().isEmpty();
  }

  private static String description(Field field) {
    if (field.enumValues().isEmpty() || field.type() != Scalar.STRING) {
      return field.description();
    }
    StringBuilder text = new StringBuilder(field.description());
    text.append(text.isEmpty() ? "" : "\n\n").append("Possible enum values:");
    field.enumValues().forEach(value -> text.append("\n - `\"").append(value).append("\"`"));
    return text.toString();
  }

  private void body(FieldType type, List<String> enumValues) throws IOException {
    switch (type) {
      case Scalar scalar -> {
        Dialect.plain(json, scalar);
        list("enum", enumValues);
      }
      case ListOf(FieldType element) -> {
        json.writeStringField("type", "array");
        json.writeFieldName("items");
        element(element, enumValues);
      }
      case MapOf(FieldType value) -> {
        json.writeStringField("type", "object");
        json.writeFieldName("additionalProperties");
        element(value, enumValues);
      }
      case Reference(String name) -> dialect.reference(json, name, false);
    }
  }

  private void element(FieldType type, List<String> enumValues) throws IOException {
    json.writeStartObject();
    String typeName = dialect.definition(type);
    if (typeName.isEmpty()) {
      body(type, enumValues);
    } else {
      dialect.reference(json, typeName, false);
    }
    json.writeEndObject();
  }

  private void text(String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  private void list(String name, List<String> values) throws IOException {
    if (!values.isEmpty()) {
      json.writeArrayFieldStart(name);
      for (String value : values) {
        json.writeString(value);
      }
      json.writeEndArray();
    }
  }
}
