package io.jukung.registry.openapi;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.meta.GroupVersionKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;

/** Writes documents of OpenAPI 3.0, one per group and version. */
final class V3Writer {
  /** Groups that upstream's server of custom resources has no types of. */
  private static final Set<String> OTHER_SERVERS =
      Set.of(
          "admission.k8s.io",
          "apiextensions.k8s.io",
          "apiregistration.k8s.io",
          "imagepolicy.k8s.io");

  private final Catalog catalog;
  private final String version;
  private final JsonGenerator json;
  private final boolean custom;

  V3Writer(Catalog catalog, String version, JsonGenerator json) {
    this(catalog, version, json, false);
  }

  /**
   * A writer.
   *
   * @param custom whether of custom resources, whose documents have another title and no security
   */
  V3Writer(Catalog catalog, String version, JsonGenerator json, boolean custom) {
    this.catalog = catalog;
    this.version = version;
    this.json = json;
    this.custom = custom;
  }

  /** Writes the document {@code name}. */
  void document(String name, NavigableMap<String, List<Operation>> paths) throws IOException {
    document(name, paths, Map.of());
  }

  /**
   * Writes the document {@code name}.
   *
   * @param others schemas of types that are not in the catalog, by name
   */
  void document(
      String name, NavigableMap<String, List<Operation>> paths, Map<String, JsonNode> others)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("openapi", "3.0.0");
    V2Writer.info(json, custom ? "Kubernetes CRD Swagger" : V2Writer.TITLE, version);
    json.writeObjectFieldStart("paths");
    for (Map.Entry<String, List<Operation>> path : paths.entrySet()) {
      json.writeFieldName(path.getKey());
      path(path.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("components");
    schemas(name, paths, others);
    if (!custom) {
      json.writeObjectFieldStart("securitySchemes");
      V2Writer.bearerToken(json);
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void schemas(
      String document, NavigableMap<String, List<Operation>> paths, Map<String, JsonNode> others)
      throws IOException {
    Set<String> also =
        others.isEmpty()
            ? Set.of()
            : Set.of(Operation.META + "ObjectMeta", Operation.META + "ListMeta");
    NavigableMap<String, TypeSchema> types =
        Reachable.from(catalog, paths.values(), others.keySet(), also);
    if (types.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("schemas");
    SchemaWriter schemas = new SchemaWriter(Dialect.V3, json);
    Set<String> names = new TreeSet<>(types.keySet());
    names.addAll(others.keySet());
    for (String name : names) {
      json.writeFieldName(name);
      JsonNode other = others.get(name);
      TypeSchema type = types.get(name);
      if (other != null) {
        json.writeTree(other);
      } else if (type != null) {
        schemas.type(type, others.isEmpty() ? kinds(document, type) : kindsBesideCustom(type));
      }
    }
    json.writeEndObject();
  }

  /** Those of the groups that the server of custom resources knows. */
  private static List<GroupVersionKind> kindsBesideCustom(TypeSchema type) {
    return type.kinds().stream().filter(kind -> !OTHER_SERVERS.contains(kind.group())).toList();
  }

  /**
   * Of the kinds that all groups have, a document names its own and the core group's; those of
   * custom resources name all.
   */
  private static List<GroupVersionKind> kinds(String document, TypeSchema type) {
    if (type.kinds().size() < 2) {
      return type.kinds();
    }
    return type.kinds().stream()
        .filter(
            kind -> kind.group().isEmpty() || Paths.document(kind.groupVersion()).equals(document))
        .toList();
  }

  private void path(List<Operation> operations) throws IOException {
    List<Parameter> common = V2Writer.common(operations);
    json.writeStartObject();
    for (Operation operation : V2Writer.sorted(operations)) {
      json.writeFieldName(operation.method());
      operation(operation, common);
    }
    parameters(common);
    json.writeEndObject();
  }

  private void operation(Operation operation, List<Parameter> common) throws IOException {
    json.writeStartObject();
    V2Writer.strings(json, "tags", List.of(operation.tag()));
    json.writeStringField("description", operation.description());
    json.writeStringField("operationId", operation.id());
    List<Parameter> own = new ArrayList<>(operation.parameters());
    own.removeAll(common);
    parameters(own);
    if (operation.body().isPresent()) {
      json.writeObjectFieldStart("requestBody");
      content(operation.consumes(), operation.body().get());
      if (operation.bodyRequired()) {
        json.writeBooleanField("required", true);
      }
      json.writeEndObject();
    }
    json.writeObjectFieldStart("responses");
    for (Map.Entry<Integer, String> response : operation.responses().entrySet()) {
      json.writeObjectFieldStart(String.valueOf(response.getKey()));
      json.writeStringField("description", V2Writer.reason(response.getKey()));
      content(operation.produces(), response.getValue());
      json.writeEndObject();
    }
    V2Writer.unauthorized(json);
    json.writeEndObject();
    extensions(operation);
    json.writeEndObject();
  }

  private void extensions(Operation operation) throws IOException {
    if (!custom) {
      V2Writer.extensions(json, operation);
      return;
    }
    GroupVersionKind kind = operation.kind().orElseThrow();
    json.writeStringField("x-kubernetes-action", operation.action());
    json.writeObjectFieldStart("x-kubernetes-group-version-kind");
    json.writeStringField("group", kind.group());
    json.writeStringField("version", kind.version());
    json.writeStringField("kind", kind.kind());
    json.writeEndObject();
  }

  private void content(List<String> mediaTypes, String type) throws IOException {
    json.writeObjectFieldStart("content");
    for (String mediaType : new TreeSet<>(mediaTypes)) {
      json.writeObjectFieldStart(mediaType);
      json.writeObjectFieldStart("schema");
      if (type.equals(Operation.TEXT)) {
        json.writeStringField("type", "string");
      } else {
        Dialect.V3.reference(json, type, false);
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void parameters(List<Parameter> parameters) throws IOException {
    if (parameters.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("parameters");
    for (Parameter parameter : parameters) {
      json.writeStartObject();
      json.writeStringField("name", parameter.name());
      json.writeStringField("in", parameter.in());
      json.writeStringField("description", parameter.description());
      if (parameter.required()) {
        json.writeBooleanField("required", true);
      }
      json.writeObjectFieldStart("schema");
      json.writeStringField("type", parameter.type());
      json.writeBooleanField("uniqueItems", true);
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
