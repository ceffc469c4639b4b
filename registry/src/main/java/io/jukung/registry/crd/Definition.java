package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.storage.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a CustomResourceDefinition says, without its schemas: those stay in {@code json} until they
 * are needed, so that an idle definition costs little. Immutable.
 *
 * @param requested the names in its spec
 * @param accepted the names in its status; empty strings until they are accepted
 * @param versions as the spec lists them
 * @param webhook where objects are converted; empty when only {@code apiVersion} changes
 * @param conditions those that are there, as type and status
 * @param deleting whether it is to go, and its instances before it
 * @param json the definition's bytes
 */
record Definition(
    String name,
    String uid,
    long generation,
    String group,
    Names requested,
    Names accepted,
    boolean namespaced,
    boolean preserveUnknownFields,
    List<Version> versions,
    Optional<JsonNode> webhook,
    List<Condition> conditions,
    boolean deleting,
    Bytes json) {

  /** The names of a resource. */
  record Names(
      String plural,
      String singular,
      List<String> shortNames,
      String kind,
      String listKind,
      List<String> categories) {
    Names {
      shortNames = List.copyOf(shortNames);
      categories = List.copyOf(categories);
    }

    static Names of(JsonNode names) {
      return new Names(
          names.path("plural").asText(""),
          names.path("singular").asText(""),
          texts(names.path("shortNames")),
          names.path("kind").asText(""),
          names.path("listKind").asText(""),
          texts(names.path("categories")));
    }

    /** Whether a resource can be served under these. */
    boolean complete() {
      return !plural.isEmpty() && !singular.isEmpty() && !kind.isEmpty() && !listKind.isEmpty();
    }
  }

  /** Where a custom resource's scale lies; paths without the leading dot, the last may be empty. */
  record ScalePaths(String specReplicas, String statusReplicas, String labelSelector) {}

  /** One of {@code additionalPrinterColumns}. */
  record Column(
      String name, String type, String format, String description, int priority, String jsonPath) {}

  /**
   * A version.
   *
   * @param index its place in the spec
   * @param deprecation the warning each request gets; empty when not deprecated
   * @param status whether there is a status subresource
   * @param selectableFields paths such as {@code .spec.color}
   */
  record Version(
      int index,
      String name,
      boolean served,
      boolean storage,
      Optional<String> deprecation,
      boolean status,
      Optional<ScalePaths> scale,
      List<Column> columns,
      List<String> selectableFields) {
    Version {
      columns = List.copyOf(columns);
      selectableFields = List.copyOf(selectableFields);
    }
  }

  /** A condition of the status. */
  record Condition(String type, String status) {}

  Definition {
    versions = List.copyOf(versions);
    conditions = List.copyOf(conditions);
  }

  /**
   * Reads a definition.
   *
   * @param tree that of {@code json}
   */
  static Definition of(ObjectNode tree, Bytes json) {
    JsonNode spec = tree.path("spec");
    JsonNode metadata = tree.path("metadata");
    List<Condition> conditions = new ArrayList<>();
    tree.path("status")
        .path("conditions")
        .forEach(c -> conditions.add(new Condition(text(c, "type"), text(c, "status"))));
    boolean webhook = text(spec.path("conversion"), "strategy").equals("Webhook");
    return new Definition(
        text(metadata, "name"),
        text(metadata, "uid"),
        metadata.path("generation").asLong(0),
        text(spec, "group"),
        Names.of(spec.path("names")),
        Names.of(tree.path("status").path("acceptedNames")),
        text(spec, "scope").equals("Namespaced"),
        spec.path("preserveUnknownFields").asBoolean(false),
        versions(spec),
        webhook ? Optional.of(spec.path("conversion").path("webhook")) : Optional.empty(),
        conditions,
        !text(metadata, "deletionTimestamp").isEmpty()
            && texts(metadata.path("finalizers")).contains(InstanceRemoval.FINALIZER),
        json);
  }

  private static List<Version> versions(JsonNode spec) {
    List<Version> versions = new ArrayList<>();
    for (JsonNode version : spec.path("versions")) {
      JsonNode subresources = version.path("subresources");
      versions.add(
          new Version(
              versions.size(),
              text(version, "name"),
              version.path("served").asBoolean(false),
              version.path("storage").asBoolean(false),
              version.path("deprecated").asBoolean(false)
                  ? Optional.of(Deprecation.warning(spec, version))
                  : Optional.empty(),
              subresources.path("status").isObject(),
              scale(subresources.path("scale")),
              all(version.path("additionalPrinterColumns"), Definition::column),
              all(version.path("selectableFields"), field -> text(field, "jsonPath"))));
    }
    return versions;
  }

  private static Optional<ScalePaths> scale(JsonNode scale) {
    return scale.isObject()
        ? Optional.of(
            new ScalePaths(
                undotted(text(scale, "specReplicasPath")),
                undotted(text(scale, "statusReplicasPath")),
                undotted(text(scale, "labelSelectorPath"))))
        : Optional.empty();
  }

  private static Column column(JsonNode column) {
    return new Column(
        text(column, "name"),
        text(column, "type"),
        text(column, "format"),
        text(column, "description"),
        column.path("priority").asInt(0),
        text(column, "jsonPath"));
  }

  private static String undotted(String path) {
    return path.startsWith(".") ? path.substring(1) : path;
  }

  private static <T> List<T> all(JsonNode list, Function<JsonNode, T> read) {
    List<T> all = new ArrayList<>(list.size());
    list.forEach(element -> all.add(read.apply(element)));
    return all;
  }

  static List<String> texts(JsonNode list) {
    return all(list, JsonNode::asText);
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }

  /** Whether the condition is there and {@code True}. */
  boolean is(String condition) {
    return conditions.contains(new Condition(condition, "True"));
  }

  /** Whether requests to its resource are answered. */
  boolean servable() {
    return (is("NamesAccepted") || is("Established")) && accepted.complete();
  }

  /** The version objects are stored in. */
  Version storageVersion() {
    return versions.stream().filter(Version::storage).findFirst().orElse(versions.getFirst());
  }

  /** Whether the status says all there is to say, as far as can be told at a glance. */
  boolean settled() {
    return is("NamesAccepted")
        && is("Established")
        && requested.equals(accepted)
        && !group.endsWith("k8s.io")
        && !group.endsWith("kubernetes.io");
  }

  /** Whether {@code other} serves the same objects in the same forms. */
  boolean sameStorage(Definition other) {
    return uid.equals(other.uid)
        && generation == other.generation
        && accepted.equals(other.accepted);
  }

  /** Whether {@code other} is served in just the same way. */
  boolean sameResource(Definition other) {
    return sameStorage(other)
        && is("Terminating") == other.is("Terminating")
        && is("Established") == other.is("Established");
  }
}
