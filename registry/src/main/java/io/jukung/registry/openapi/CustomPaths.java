package io.jukung.registry.openapi;

import static io.jukung.registry.openapi.Operation.META;

import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.Subresource;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.meta.GroupVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The paths of one custom resource, which upstream tells of in other words than built-in ones.
 * Upstream: {@code apiextensions-apiserver/pkg/controller/openapi/builder/builder.go} at v1.36.
 */
final class CustomPaths {
  private static final List<String> TYPES = List.of("application/json", "application/yaml");
  private static final List<String> PATCHES =
      List.of(
          "application/json-patch+json",
          "application/merge-patch+json",
          "application/apply-patch+yaml");
  private static final Parameter PRETTY =
      new Parameter(
          "pretty",
          "query",
          "string",
          "If 'true', then the output is pretty printed. Defaults to 'false' unless the user-agent"
              + " indicates a browser or command-line HTTP tool (curl and wget).");
  private static final Parameter NAMESPACE =
      Parameter.path("namespace", "object name and auth scope, such as for teams and projects");

  private final Catalog catalog;
  private final ResourceType resource;
  private final GroupVersion version;
  private final String kind;
  private final String type;
  private final NavigableMap<String, List<Operation>> paths = new TreeMap<>();

  CustomPaths(Catalog catalog, ResourceType resource) {
    this.catalog = catalog;
    this.resource = resource;
    this.version = resource.resource().groupVersion();
    this.kind = resource.kind().kind();
    this.type = resource.schema().name();
  }

  NavigableMap<String, List<Operation>> all() {
    String base = "/" + Paths.document(version) + "/";
    String name = resource.resource().resource();
    String root = base + (resource.namespaced() ? "namespaces/{namespace}/" : "") + name;
    if (resource.namespaced()) {
      add(base + name, list(kind + "ForAllNamespaces"));
    }
    add(root, list(scoped()));
    add(
        root,
        write("post", "post", "create" + ResourcePaths.article(kind) + kind, "create", "", type)
            .parameters(of("CreateOptions"))
            .response(201, type)
            .response(202, type));
    add(
        root,
        operation("delete", "deletecollection", "delete collection of " + kind)
            .id("delete" + Paths.prefix(version) + "Collection" + scoped())
            .parameters(of("ListOptions"))
            .response(200, META + "Status"));
    item(root + "/{name}", "", "", type);
    add(
        root + "/{name}",
        operation("delete", "delete", "delete" + ResourcePaths.article(kind) + kind)
            .id("delete" + Paths.prefix(version) + scoped())
            .parameters(of("DeleteOptions"))
            .body(META + "DeleteOptions")
            .response(200, META + "Status")
            .response(202, META + "Status"));
    for (Subresource sub : resource.subresources()) {
      String body = catalog.kind(sub.kind()).map(TypeSchema::name).orElse(type);
      item(root + "/{name}/" + sub.name(), " " + sub.name() + " of", capital(sub.name()), body);
    }
    return paths;
  }

  private void item(String path, String of, String suffix, String body) {
    String text = of + " the specified " + kind;
    add(
        path,
        operation("get", "get", "read" + text)
            .id("read" + Paths.prefix(version) + scoped() + suffix)
            .parameters(of("GetOptions"))
            .response(200, body));
    add(
        path,
        write("put", "put", "replace" + text, "replace", suffix, body)
            .parameters(of("UpdateOptions"))
            .response(201, body));
    add(
        path,
        write("patch", "patch", "partially update" + text, "patch", suffix, body)
            .parameters(of("PatchOptions"))
            .consumes(PATCHES)
            .body(META + "Patch"));
  }

  private static String capital(String name) {
    return Paths.capital(name);
  }

  private OperationBuilder list(String name) {
    return operation("get", "list", "list objects of kind " + kind)
        .id("list" + Paths.prefix(version) + name)
        .parameters(of("ListOptions"))
        .response(200, type + "List");
  }

  private OperationBuilder write(
      String method, String action, String text, String verb, String suffix, String body) {
    return operation(method, action, text)
        .id(verb + Paths.prefix(version) + scoped() + suffix)
        .body(body)
        .response(200, body);
  }

  private OperationBuilder operation(String method, String action, String text) {
    return new OperationBuilder(version, method, action, text, resource.kind())
        .consumes(TYPES)
        .produces(TYPES)
        .parameters(List.of(PRETTY));
  }

  /** The plain fields of an options type, with their texts as they stand there. */
  private List<Parameter> of(String options) {
    List<Parameter> parameters = new ArrayList<>();
    for (Field field : catalog.type(META + options).orElseThrow().fields()) {
      String plain = Parameters.type(field.type());
      if (!plain.isEmpty() && !field.name().equals("kind") && !field.name().equals("apiVersion")) {
        parameters.add(new Parameter(field.name(), "query", plain, field.description()));
      }
    }
    return parameters;
  }

  private void add(String path, OperationBuilder operation) {
    List<Parameter> inPath = new ArrayList<>();
    if (path.contains("{namespace}")) {
      inPath.add(NAMESPACE);
    }
    if (path.contains("{name}")) {
      inPath.add(Parameter.path("name", "name of the " + kind));
    }
    paths.computeIfAbsent(path, p -> new ArrayList<>()).add(operation.parameters(inPath).build());
  }

  private String scoped() {
    return (resource.namespaced() ? "Namespaced" : "") + kind;
  }
}
