package io.jukung.registry.catalog;

import io.jukung.registry.meta.GroupVersionKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message type of the API (a Go struct upstream). Immutable; custom resources extend it with a
 * type that is not a struct.
 */
public class TypeSchema {
  private final String name;
  private final String description;
  private final List<GroupVersionKind> kinds;
  private final String mapType;
  private final List<Field> fields;
  private final Map<Integer, String> embedded;
  private final Optional<Union> union;
  private final Map<String, Field> byName;
  private final Map<Integer, Field> byNumber;

  /**
   * A type.
   *
   * @param name as OpenAPI names it, such as {@code io.k8s.api.core.v1.Pod}
   * @param kinds the kinds this is the body of; empty for inner types
   * @param mapType {@code atomic} when the whole is one value to server-side apply, else empty
   * @param fields in JSON order; for top-level kinds {@code kind} and {@code apiVersion} come first
   *     with number 0
   * @param embedded the types of the embedded messages by their protobuf number, see {@link
   *     Field#embeddedIn}; usually empty
   * @param union which fields exclude each other; usually empty
   */
  public TypeSchema(
      String name,
      String description,
      List<GroupVersionKind> kinds,
      String mapType,
      List<Field> fields,
      Map<Integer, String> embedded,
      Optional<Union> union) {
    this.name = name;
    this.description = description;
    this.kinds = List.copyOf(kinds);
    this.mapType = mapType;
    this.fields = List.copyOf(fields);
    this.embedded = Map.copyOf(embedded);
    this.union = union;
    Map<String, Field> names = LinkedHashMap.newLinkedHashMap(fields.size());
    Map<Integer, Field> numbers = LinkedHashMap.newLinkedHashMap(fields.size());
    for (Field field : fields) {
      names.put(field.name(), field);
      if (field.number() > 0 && field.embeddedIn().isEmpty()) {
        numbers.put(field.number(), field);
      }
    }
    this.byName = names;
    this.byNumber = numbers;
  }

  /** As OpenAPI names it, such as {@code io.k8s.api.core.v1.Pod}. */
  public String name() {
    return name;
  }

  /**
   * Whether upstream holds objects of this type as maps and not as a Go struct: custom resources.
   * Their fields are not listed here, and they are printed with all keys sorted.
   */
  public boolean unstructured() {
    return false;
  }

  /** The text that {@code kubectl explain} prints. */
  public String description() {
    return description;
  }

  /** The kinds this is the body of; empty for inner types. */
  public List<GroupVersionKind> kinds() {
    return kinds;
  }

  /** {@code atomic} when the whole is one value to server-side apply, else empty. */
  public String mapType() {
    return mapType;
  }

  /** The fields in JSON order. */
  public List<Field> fields() {
    return fields;
  }

  /** The field with the JSON name {@code jsonName}. */
  public Optional<Field> field(String jsonName) {
    return Optional.ofNullable(byName.get(jsonName));
  }

  /** The field of the type's own message with the protobuf number {@code number}. */
  public Optional<Field> field(int number) {
    return Optional.ofNullable(byNumber.get(number));
  }

  /**
   * The type of the message that is embedded under the protobuf number {@code number}: its fields
   * are fields of this type in JSON.
   */
  public Optional<String> embedded(int number) {
    return Optional.ofNullable(embedded.get(number));
  }

  /** Which fields exclude each other; usually empty. */
  public Optional<Union> union() {
    return union;
  }

  /** The types of all embedded messages by protobuf number; usually empty. */
  public Map<Integer, String> embedded() {
    return embedded;
  }

  @Override
  public String toString() {
    return name;
  }
}
