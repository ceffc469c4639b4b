package io.jukung.registry.catalog.build;

import io.jukung.registry.catalog.ApiGroup;
import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.MapOf;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.Subresource;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes the file that {@code CatalogReader} reads; same input, same bytes. */
final class CatalogWriter {
  private static final int LIMIT = 1 << 16;

  private final Map<String, Integer> strings = new LinkedHashMap<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  /** The whole file. */
  static byte[] write(
      Set<GroupVersion> registered,
      Collection<TypeSchema> types,
      List<ApiGroup> groups,
      List<ResourceType> resources)
      throws IOException {
    CatalogWriter writer = new CatalogWriter();
    writer.strings(registered.stream().map(GroupVersion::apiVersion).toList());
    writer.number(types.size());
    for (TypeSchema type : types) {
      writer.type(type);
    }
    writer.number(groups.size());
    for (ApiGroup group : groups) {
      writer.string(group.name());
      writer.strings(group.versions());
    }
    writer.number(resources.size());
    for (ResourceType resource : resources) {
      writer.resource(resource);
    }
    return writer.file();
  }

  private byte[] file() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DataOutputStream table = new DataOutputStream(new Best(file))) {
      table.writeShort(check(strings.size()));
      for (String text : strings.keySet()) {
        table.writeUTF(text);
      }
      out.flush();
      bytes.writeTo(table);
    }
    return file.toByteArray();
  }

  private static final class Best extends GZIPOutputStream {
    Best(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  private void type(TypeSchema type) throws IOException {
    string(type.name());
    string(type.description());
    number(type.kinds().size());
    for (GroupVersionKind kind : type.kinds()) {
      kind(kind);
    }
    string(type.mapType());
    number(type.fields().size());
    for (Field field : type.fields()) {
      field(field);
    }
    number(type.embedded().size());
    for (int number : type.embedded().keySet().stream().sorted().toList()) {
      number(number);
      string(type.embedded(number).orElseThrow());
    }
    out.writeBoolean(type.union().isPresent());
    if (type.union().isPresent()) {
      string(type.union().get().discriminator());
      strings(type.union().get().members());
    }
  }

  private void field(Field field) throws IOException {
    string(field.name());
    number(field.number());
    fieldType(field.type());
    string(field.description());
    out.writeBoolean(field.required());
    out.writeBoolean(field.omitEmpty());
    out.writeBoolean(field.pointer());
    out.writeBoolean(field.omitZero());
    out.writeBoolean(field.emptyKept());
    string(field.patchStrategy());
    string(field.patchMergeKey());
    string(field.listType());
    strings(field.listMapKeys());
    string(field.mapType());
    string(field.defaultValue());
    strings(field.enumValues());
    number(field.embeddedIn().size());
    for (int number : field.embeddedIn()) {
      number(number);
    }
  }

  private void fieldType(FieldType type) throws IOException {
    switch (type) {
      case Scalar scalar -> {
        out.writeByte('S');
        string(scalar.name());
      }
      case Reference(String name) -> {
        out.writeByte('R');
        string(name);
      }
      case ListOf(FieldType element) -> {
        out.writeByte('L');
        fieldType(element);
      }
      case MapOf(FieldType value) -> {
        out.writeByte('M');
        fieldType(value);
      }
    }
  }

  private void resource(ResourceType resource) throws IOException {
    resourceName(resource.resource());
    string(resource.singular());
    kind(resource.kind());
    string(resource.schema().name());
    out.writeBoolean(resource.namespaced());
    strings(resource.verbs().stream().sorted().toList());
    strings(resource.shortNames());
    strings(resource.categories());
    number(resource.subresources().size());
    for (Subresource subresource : resource.subresources()) {
      string(subresource.name());
      kind(subresource.kind());
      strings(subresource.verbs().stream().sorted().toList());
    }
    resourceName(resource.storage());
    string(resource.keyPrefix());
    string(resource.storageVersionHash());
    out.writeBoolean(resource.returnsDeleted());
  }

  private void resourceName(GroupVersionResource name) throws IOException {
    string(name.group());
    string(name.version());
    string(name.resource());
  }

  private void kind(GroupVersionKind kind) throws IOException {
    string(kind.group());
    string(kind.version());
    string(kind.kind());
  }

  private void strings(List<String> list) throws IOException {
    number(list.size());
    for (String text : list) {
      string(text);
    }
  }

  private void string(String text) throws IOException {
    number(strings.computeIfAbsent(text, t -> strings.size()));
  }

  private void number(int number) throws IOException {
    out.writeShort(check(number));
  }

  private static int check(int number) {
    if (number < 0 || number >= LIMIT) {
      throw new IllegalStateException("The catalog's file has no room for " + number);
    }
    return number;
  }
}
