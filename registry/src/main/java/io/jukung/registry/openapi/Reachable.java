package io.jukung.registry.openapi;

import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.MapOf;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;
import io.jukung.registry.catalog.TypeSchema;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The types that operations refer to, directly or through others. */
final class Reachable {
  private final Catalog catalog;
  private final Set<String> others;
  private final NavigableMap<String, TypeSchema> types = new TreeMap<>();

  private Reachable(Catalog catalog, Set<String> others) {
    this.catalog = catalog;
    this.others = others;
  }

  /** The types by name. */
  static NavigableMap<String, TypeSchema> from(
      Catalog catalog, Collection<List<Operation>> operations) {
    return from(catalog, operations, Set.of(), Set.of());
  }

  /**
   * The types by name.
   *
   * @param others types that are not in the catalog
   * @param also types to begin with, beside those of the operations
   */
  static NavigableMap<String, TypeSchema> from(
      Catalog catalog,
      Collection<List<Operation>> operations,
      Set<String> others,
      Set<String> also) {
    Reachable reachable = new Reachable(catalog, others);
    also.forEach(reachable::add);
    for (List<Operation> ofPath : operations) {
      for (Operation operation : ofPath) {
        operation.body().ifPresent(reachable::add);
        operation.responses().values().forEach(reachable::add);
      }
    }
    return reachable.types;
  }

  private void add(String name) {
    if (name.equals(Operation.TEXT) || types.containsKey(name) || others.contains(name)) {
      return;
    }
    TypeSchema type = catalog.type(name).orElseThrow(() -> new IllegalStateException(name));
    types.put(name, type);
    for (Field field : type.fields()) {
      add(field.type());
    }
  }

  private void add(FieldType type) {
    switch (type) {
      case ListOf(FieldType element) -> add(element);
      case MapOf(FieldType value) -> add(value);
      case Reference(String name) -> add(name);
      case Scalar scalar -> {
        String name = Dialect.V3.definition(scalar);
        if (!name.isEmpty()) {
          add(name);
        }
        if (name.contains("JSONSchemaPropsOr")) {
          add(name.substring(0, name.indexOf("Or")));
        }
      }
    }
  }
}
