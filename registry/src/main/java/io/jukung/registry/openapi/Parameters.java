package io.jukung.registry.openapi;

import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.MapOf;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The query parameters: the plain fields of the options types, such as ListOptions, which is what
 * upstream's conversion of queries knows.
 */
final class Parameters {
  static final Parameter PRETTY =
      new Parameter(
          "pretty",
          "query",
          "string",
          "Whether the answer is written with line breaks; not by default, but for browsers and"
              + " command-line tools.");
  static final Parameter NAMESPACE = Parameter.path("namespace", "the object's namespace");

  private static final Set<String> WATCH = Set.of("watch", "allowWatchBookmarks");
  private static final Pattern BREAK = Pattern.compile("\\s*\\n\\s*");

  private final Catalog catalog;

  Parameters(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Those of the options type {@code typeName}. */
  List<Parameter> of(String typeName) {
    List<Parameter> parameters = new ArrayList<>();
    for (Field field : catalog.type(typeName).orElseThrow().fields()) {
      boolean typeMeta = field.name().equals("kind") || field.name().equals("apiVersion");
      String type = type(field.type());
      if (!typeMeta && !type.isEmpty()) {
        String text = BREAK.matcher(field.description()).replaceAll(" ");
        parameters.add(new Parameter(field.name(), "query", type, text));
      }
    }
    return parameters;
  }

  /** Those of {@code DELETE} on many objects: what to delete and how. */
  List<Parameter> deleteCollection() {
    List<Parameter> parameters = new ArrayList<>(of(Operation.META + "DeleteOptions"));
    of(Operation.META + "ListOptions").stream()
        .filter(p -> !WATCH.contains(p.name()))
        .forEach(parameters::add);
    return parameters;
  }

  /** All, each name once, sorted by name. */
  static List<Parameter> sorted(List<Parameter> parameters) {
    TreeMap<String, Parameter> byName = new TreeMap<>();
    parameters.forEach(p -> byName.putIfAbsent(p.name() + " " + p.in(), p));
    return List.copyOf(byName.values());
  }

  /** The JSON type of a parameter of a field; empty when it has no place in a query. */
  static String type(FieldType type) {
    return switch (type) {
      case Scalar scalar ->
          switch (scalar) {
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case INT32, INT64 -> "integer";
            default -> "";
          };
      case ListOf(FieldType element) -> type(element);
      case MapOf ignored -> "";
      case Reference ignored -> "";
    };
  }
}
