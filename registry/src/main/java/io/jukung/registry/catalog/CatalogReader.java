package io.jukung.registry.catalog;

import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.MapOf;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Reads the catalog's file: gzip around a table of strings, then types, groups and resources in
 * which every string is a number into that table. A list is its length and its elements; numbers
 * are two bytes, flags one. {@code build.CatalogWriter} writes it and says the same in code; both
 * are of one build, so the format has no version.
 */
final class CatalogReader {
  private final DataInputStream in;
  private final String[] strings;

  private CatalogReader(DataInputStream in) throws IOException {
    this.in = in;
    this.strings = new String[in.readUnsignedShort()];
    for (int i = 0; i < strings.length; i++) {
      strings[i] = in.readUTF();
    }
  }

  static Catalog read(InputStream file) throws IOException {
    InputStream plain = new BufferedInputStream(new GZIPInputStream(file, 1 << 16), 1 << 16);
    CatalogReader reader = new CatalogReader(new DataInputStream(plain));
    Set<GroupVersion> registered = new LinkedHashSet<>();
    for (String version : reader.strings()) {
      registered.add(GroupVersion.parse(version));
    }
    Map<String, TypeSchema> types = reader.types();
    List<ApiGroup> groups = new ArrayList<>();
    for (int n = reader.number(); n > 0; n--) {
      groups.add(new ApiGroup(reader.string(), reader.strings()));
    }
    return new Catalog(types, groups, reader.resources(types), registered);
  }

  private Map<String, TypeSchema> types() throws IOException {
    int count = number();
    Map<String, TypeSchema> types = LinkedHashMap.newLinkedHashMap(count);
    for (int n = count; n > 0; n--) {
      TypeSchema type = type();
      types.put(type.name(), type);
    }
    return types;
  }

  private TypeSchema type() throws IOException {
    String name = string();
    String description = string();
    List<GroupVersionKind> kinds = new ArrayList<>();
    for (int n = number(); n > 0; n--) {
      kinds.add(kind());
    }
    String mapType = string();
    List<Field> fields = new ArrayList<>();
    for (int n = number(); n > 0; n--) {
      fields.add(field());
    }
    Map<Integer, String> embedded = new LinkedHashMap<>();
    for (int n = number(); n > 0; n--) {
      embedded.put(number(), string());
    }
    Optional<Union> union = flag() ? Optional.of(new Union(string(), strings())) : Optional.empty();
    return new TypeSchema(name, description, kinds, mapType, fields, embedded, union);
  }

  private Field field() throws IOException {
    return new Field(
        string(),
        number(),
        fieldType(),
        string(),
        flag(),
        flag(),
        flag(),
        flag(),
        flag(),
        string(),
        string(),
        string(),
        strings(),
        string(),
        string(),
        strings(),
        numbers());
  }

  private FieldType fieldType() throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case 'S' -> Scalar.valueOf(string());
      case 'R' -> new Reference(string());
      case 'L' -> new ListOf(fieldType());
      case 'M' -> new MapOf(fieldType());
      default -> throw new IOException("No type with tag " + tag);
    };
  }

  private List<ResourceType> resources(Map<String, TypeSchema> types) throws IOException {
    List<ResourceType> resources = new ArrayList<>();
    for (int n = number(); n > 0; n--) {
      resources.add(resource(types));
    }
    return resources;
  }

  private ResourceType resource(Map<String, TypeSchema> types) throws IOException {
    GroupVersionResource name = resourceName();
    String singular = string();
    GroupVersionKind kind = kind();
    TypeSchema schema = types.get(string());
    if (schema == null) {
      throw new IOException("No type for " + kind);
    }
    return new ResourceType(
        name,
        singular,
        kind,
        schema,
        flag(),
        new LinkedHashSet<>(strings()),
        strings(),
        strings(),
        subresources(),
        resourceName(),
        string(),
        string(),
        flag());
  }

  private List<Subresource> subresources() throws IOException {
    List<Subresource> subresources = new ArrayList<>();
    for (int n = number(); n > 0; n--) {
      subresources.add(new Subresource(string(), kind(), new LinkedHashSet<>(strings())));
    }
    return subresources;
  }

  private GroupVersionResource resourceName() throws IOException {
    return new GroupVersionResource(string(), string(), string());
  }

  private GroupVersionKind kind() throws IOException {
    return new GroupVersionKind(string(), string(), string());
  }

  private List<String> strings() throws IOException {
    int count = number();
    if (count == 0) {
      return List.of();
    }
    List<String> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(string());
    }
    return list;
  }

  private List<Integer> numbers() throws IOException {
    List<Integer> list = new ArrayList<>(0);
    for (int n = number(); n > 0; n--) {
      list.add(number());
    }
    return list;
  }

  private String string() throws IOException {
    return strings[number()];
  }

  private int number() throws IOException {
    return in.readUnsignedShort();
  }

  private boolean flag() throws IOException {
    return in.readBoolean();
  }
}
