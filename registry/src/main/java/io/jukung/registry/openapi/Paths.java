package io.jukung.registry.openapi;

import static io.jukung.registry.openapi.Operation.META;

import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.GroupVersion;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The paths of the API and their operations, by the document of version 3 that describes them:
 * {@code api/v1}, {@code apis/apps/v1}, {@code version}...
 */
final class Paths {
  static final List<String> OBJECT_TYPES =
      List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");

  private static final List<String> JSON = List.of("application/json");

  private final Catalog catalog;
  private final Parameters parameters;

  Paths(Catalog catalog) {
    this.catalog = catalog;
    this.parameters = new Parameters(catalog);
  }

  /** All, sorted by document and path. */
  NavigableMap<String, NavigableMap<String, List<Operation>>> all() {
    NavigableMap<String, NavigableMap<String, List<Operation>>> documents = new TreeMap<>();
    put(
        documents,
        "api",
        discovery("getCoreAPIVersions", "core", "APIVersions", "get available API versions"));
    put(
        documents,
        "apis",
        discovery("getAPIVersions", "apis", "APIGroupList", "get available API versions"));
    put(
        documents,
        "version",
        plain(
            "getCodeVersion",
            "version",
            "the server's version",
            JSON,
            "io.k8s.apimachinery.pkg.version.Info"));
    put(
        documents,
        "openid/v1/jwks",
        plain(
            "getServiceAccountIssuerOpenIDKeyset",
            "openid",
            "the public keys that service account tokens are checked with",
            List.of("application/jwk-set+json"),
            Operation.TEXT));
    put(
        documents,
        ".well-known/openid-configuration",
        plain(
            "getServiceAccountIssuerOpenIDConfiguration",
            "WellKnown",
            "the OpenID configuration of the issuer of service account tokens",
            JSON,
            Operation.TEXT));
    for (var group : catalog.groups()) {
      String name = camel(group.name());
      if (!group.name().isEmpty()) {
        put(
            documents,
            "apis/" + group.name(),
            discovery(
                "get" + capital(name) + "APIGroup",
                name,
                "APIGroup",
                "get information of a group"));
      }
      for (String version : group.versions()) {
        GroupVersion groupVersion = new GroupVersion(group.name(), version);
        put(
            documents,
            document(groupVersion),
            discovery(
                "get" + prefix(groupVersion) + "APIResources",
                tag(groupVersion),
                "APIResourceList",
                "get available resources"));
      }
    }
    for (ResourceType resource : catalog.resources()) {
      GroupVersion version = resource.resource().groupVersion();
      documents
          .computeIfAbsent(document(version), name -> new TreeMap<>())
          .putAll(new ResourcePaths(catalog, parameters, resource).all());
    }
    return documents;
  }

  private static void put(
      NavigableMap<String, NavigableMap<String, List<Operation>>> documents,
      String document,
      Operation operation) {
    NavigableMap<String, List<Operation>> paths = new TreeMap<>();
    paths.put("/" + document + "/", List.of(operation));
    documents.put(document, paths);
  }

  private static Operation discovery(String id, String tag, String type, String description) {
    return operation(id, tag, description, OBJECT_TYPES, OBJECT_TYPES, META + type);
  }

  private static Operation plain(
      String id, String tag, String description, List<String> produces, String type) {
    boolean text = type.equals(Operation.TEXT);
    return operation(id, tag, description, text ? List.of() : produces, produces, type);
  }

  private static Operation operation(
      String id,
      String tag,
      String description,
      List<String> consumes,
      List<String> produces,
      String type) {
    NavigableMap<Integer, String> responses = new TreeMap<>();
    responses.put(200, type);
    return new Operation(
        "get",
        id,
        description,
        tag,
        "",
        Optional.empty(),
        List.of(),
        Optional.empty(),
        responses,
        consumes,
        produces);
  }

  /** The document that describes {@code version}. */
  static String document(GroupVersion version) {
    return (version.group().isEmpty() ? "api/" : "apis/") + version.apiVersion();
  }

  /** Such as {@code rbacAuthorization_v1}. */
  static String tag(GroupVersion version) {
    return camel(version.group()) + "_" + version.version();
  }

  /** Such as {@code RbacAuthorizationV1}: what operation ids have between verb and kind. */
  static String prefix(GroupVersion version) {
    return capital(camel(version.group())) + capital(version.version());
  }

  private static String camel(String group) {
    if (group.isEmpty()) {
      return "core";
    }
    StringBuilder name = new StringBuilder();
    String bare = group.endsWith(".k8s.io") ? group.substring(0, group.length() - 7) : group;
    for (String word : bare.split("\\.", -1)) {
      name.append(name.isEmpty() ? word : capital(word));
    }
    return name.toString();
  }

  static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
