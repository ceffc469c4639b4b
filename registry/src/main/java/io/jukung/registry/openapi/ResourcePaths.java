package io.jukung.registry.openapi;

import static io.jukung.registry.openapi.Operation.META;

import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.catalog.Subresource;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.registry.meta.GroupVersionKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The paths of one resource. Upstream: {@code pkg/endpoints/installer.go}. */
final class ResourcePaths {
  private static final List<String> ANY = List.of("*/*");
  private static final List<String> PATCHES =
      List.of(
          "application/json-patch+json",
          "application/merge-patch+json",
          "application/strategic-merge-patch+json",
          "application/apply-patch+yaml");
  private static final List<String> STREAMS =
      List.of("application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch");
  private static final List<String> PROXY_METHODS =
      List.of("get", "put", "post", "delete", "options", "head", "patch");

  private final Catalog catalog;
  private final Parameters parameters;
  private final ResourceType resource;
  private final GroupVersion version;
  private final String kind;
  private final String type;
  private final Set<String> verbs;
  private final NavigableMap<String, List<Operation>> paths = new TreeMap<>();

  ResourcePaths(Catalog catalog, Parameters parameters, ResourceType resource) {
    this.catalog = catalog;
    this.parameters = parameters;
    this.resource = resource;
    this.version = resource.resource().groupVersion();
    this.kind = resource.kind().kind();
    this.type = resource.schema().name();
    this.verbs = resource.verbs();
  }

  NavigableMap<String, List<Operation>> all() {
    String root = "/" + Paths.document(version) + "/";
    String name = resource.resource().resource();
    String scope = resource.namespaced() ? "namespaces/{namespace}/" : "";
    collection(root + scope + name);
    item(root + scope + name + "/{name}");
    for (Subresource subresource : resource.subresources()) {
      subresource(root + scope + name + "/{name}/" + subresource.name(), subresource);
    }
    if (resource.namespaced() && verbs.contains("list")) {
      add(root + name, list("ForAllNamespaces"));
    }
    if (verbs.contains("watch")) {
      add(root + "watch/" + scope + name, watch("watchlist", "List", "changes to a list of"));
      add(
          root + "watch/" + scope + name + "/{name}",
          watch("watch", "", "changes to an object of kind"));
      if (resource.namespaced()) {
        add(
            root + "watch/" + name,
            watch("watchlist", "ListForAllNamespaces", "changes to a list of"));
      }
    }
    return paths;
  }

  private void collection(String path) {
    if (verbs.contains("list")) {
      add(path, list(""));
    }
    if (verbs.contains("create")) {
      add(path, create("", "create" + article(kind) + kind, resource.kind(), type));
    }
    if (verbs.contains("deletecollection")) {
      add(
          path,
          builder("delete", "deletecollection", "delete collection of " + kind)
              .id("delete" + Paths.prefix(version) + "Collection" + scoped())
              .parameters(parameters.deleteCollection())
              .body(META + "DeleteOptions")
              .response(200, META + "Status"));
    }
  }

  private void item(String path) {
    if (verbs.contains("get")) {
      add(path, read("", "read the specified " + kind, resource.kind(), type));
    }
    if (verbs.contains("update")) {
      add(path, replace("", "replace the specified " + kind, resource.kind(), type));
    }
    if (verbs.contains("patch")) {
      add(path, patch("", "partially update the specified " + kind, resource.kind(), type));
    }
    if (verbs.contains("delete")) {
      String answer = resource.returnsDeleted() ? type : META + "Status";
      add(
          path,
          builder("delete", "delete", "delete" + article(kind) + kind)
              .id("delete" + Paths.prefix(version) + scoped())
              .parameters(parameters.of(META + "DeleteOptions"))
              .body(META + "DeleteOptions")
              .response(200, answer)
              .response(202, answer));
    }
  }

  private void subresource(String path, Subresource sub) {
    TypeSchema schema = catalog.kind(sub.kind()).orElse(resource.schema());
    String of = " of the specified " + kind;
    String suffix = camel(sub.name());
    if (sub.name().equals("log")) {
      log(path);
    } else if (sub.kind().kind().endsWith("Options")) {
      connect(path, sub, schema);
    } else {
      if (sub.verbs().contains("get")) {
        add(path, read(suffix, "read " + sub.name() + of, sub.kind(), schema.name()));
      }
      if (sub.verbs().contains("update")) {
        add(path, replace(suffix, "replace " + sub.name() + of, sub.kind(), schema.name()));
      }
      if (sub.verbs().contains("patch")) {
        add(path, patch(suffix, "partially update " + sub.name() + of, sub.kind(), schema.name()));
      }
      if (sub.verbs().contains("create")) {
        String text = "create " + sub.name() + " of" + article(kind) + kind;
        add(path, create(suffix, text, sub.kind(), schema.name()));
      }
    }
  }

  private void log(String path) {
    List<String> produces = new ArrayList<>(List.of("text/plain"));
    produces.addAll(Paths.OBJECT_TYPES);
    add(
        path,
        read("Log", "read log of the specified " + kind, resource.kind(), Operation.TEXT)
            .parameters(parameters.of("io.k8s.api.core.v1.PodLogOptions"))
            .produces(produces));
  }

  private void connect(String path, Subresource sub, TypeSchema options) {
    boolean proxy = sub.name().equals("proxy");
    for (String method : proxy ? PROXY_METHODS : List.of("get", "post")) {
      String id = "connect" + Paths.prefix(version) + Paths.capital(method) + scoped();
      String text =
          "connect "
              + method.toUpperCase(Locale.ROOT)
              + " requests to "
              + sub.name()
              + " of "
              + kind;
      add(path, connection(method, text, sub, options).id(id + camel(sub.name())));
      if (proxy) {
        add(
            path + "/{path}",
            connection(method, text, sub, options)
                .id(id + "ProxyWithPath")
                .parameters(List.of(Parameter.path("path", "path to the resource"))));
      }
    }
  }

  private OperationBuilder connection(
      String method, String text, Subresource sub, TypeSchema options) {
    return new OperationBuilder(version, method, "connect", text, sub.kind())
        .parameters(parameters.of(options.name()))
        .consumes(ANY)
        .produces(ANY)
        .response(200, Operation.TEXT);
  }

  private OperationBuilder list(String where) {
    String verb = verbs.contains("watch") ? "list or watch" : "list";
    String name = where.isEmpty() ? scoped() : kind + where;
    return builder("get", "list", verb + " objects of kind " + kind)
        .id("list" + Paths.prefix(version) + name)
        .parameters(parameters.of(META + "ListOptions"))
        .produces(streamed())
        .response(200, type + "List");
  }

  private OperationBuilder watch(String action, String suffix, String what) {
    String name = suffix.equals("ListForAllNamespaces") ? kind + suffix : scoped() + suffix;
    String instead = "; deprecated, a list with the watch parameter tells the same";
    return builder("get", action, "watch " + what + " " + kind + instead)
        .id("watch" + Paths.prefix(version) + name)
        .parameters(parameters.of(META + "ListOptions"))
        .produces(streamed())
        .response(200, META + "WatchEvent");
  }

  private OperationBuilder read(String sub, String text, GroupVersionKind body, String bodyType) {
    return new OperationBuilder(version, "get", "get", text, body)
        .id("read" + Paths.prefix(version) + scoped() + sub)
        .parameters(List.of(Parameters.PRETTY))
        .response(200, bodyType);
  }

  private OperationBuilder replace(
      String sub, String text, GroupVersionKind body, String bodyType) {
    return new OperationBuilder(version, "put", "put", text, body)
        .id("replace" + Paths.prefix(version) + scoped() + sub)
        .parameters(parameters.of(META + "UpdateOptions"))
        .parameters(List.of(Parameters.PRETTY))
        .body(bodyType)
        .response(200, bodyType)
        .response(201, bodyType);
  }

  private OperationBuilder patch(String sub, String text, GroupVersionKind body, String bodyType) {
    return new OperationBuilder(version, "patch", "patch", text, body)
        .id("patch" + Paths.prefix(version) + scoped() + sub)
        .parameters(parameters.of(META + "PatchOptions"))
        .parameters(List.of(Parameters.PRETTY))
        .consumes(PATCHES)
        .body(META + "Patch")
        .response(200, bodyType)
        .response(201, bodyType);
  }

  private OperationBuilder create(String sub, String text, GroupVersionKind body, String bodyType) {
    return new OperationBuilder(version, "post", "post", text, body)
        .id("create" + Paths.prefix(version) + scoped() + sub)
        .parameters(parameters.of(META + "CreateOptions"))
        .parameters(List.of(Parameters.PRETTY))
        .body(bodyType)
        .response(200, bodyType)
        .response(201, bodyType)
        .response(202, bodyType);
  }

  private OperationBuilder builder(String method, String action, String text) {
    return new OperationBuilder(version, method, action, text, resource.kind())
        .parameters(List.of(Parameters.PRETTY));
  }

  private void add(String path, OperationBuilder operation) {
    List<Parameter> inPath = new ArrayList<>();
    if (path.contains("{namespace}")) {
      inPath.add(Parameters.NAMESPACE);
    }
    if (path.contains("{name}")) {
      Optional<GroupVersionKind> sub =
          operation.kind().kind().equals(kind) ? Optional.empty() : Optional.of(operation.kind());
      inPath.add(
          Parameter.path("name", "name of the " + sub.map(GroupVersionKind::kind).orElse(kind)));
    }
    List<Operation> operations = paths.computeIfAbsent(path, p -> new ArrayList<>());
    operations.add(operation.parameters(inPath).build());
  }

  private String scoped() {
    return (resource.namespaced() ? "Namespaced" : "") + kind;
  }

  private static List<String> streamed() {
    List<String> types = new ArrayList<>(Paths.OBJECT_TYPES);
    types.addAll(STREAMS);
    return types;
  }

  private static String camel(String name) {
    StringBuilder camel = new StringBuilder();
    Arrays.stream(name.split("/", -1)).map(Paths::capital).forEach(camel::append);
    return camel.toString();
  }

  /** The article before a noun with its spaces; none before a plural. */
  static String article(String noun) {
    if (noun.endsWith("s") && !noun.endsWith("ss")) {
      return " ";
    }
    return "aeiou".indexOf(Character.toLowerCase(noun.charAt(0))) < 0 ? " a " : " an ";
  }
}
