package io.jukung.registry.openapi;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.TypeSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Writes the document of OpenAPI 2.0 for the whole API, and the parts that 3.0 has alike. */
final class V2Writer {
  /** The title of documents of the built-in API. */
  static final String TITLE = "Kubernetes";

  private static final Set<String> INLINE = Set.of("dryRun", "fieldValidation");

  private final Catalog catalog;
  private final String version;
  private final JsonGenerator json;
  private final Map<Parameter, String> shared = new LinkedHashMap<>();

  V2Writer(Catalog catalog, String version, JsonGenerator json) {
    this.catalog = catalog;
    this.version = version;
    this.json = json;
  }

  /** Writes the document. */
  void document(NavigableMap<String, NavigableMap<String, List<Operation>>> documents)
      throws IOException {
    NavigableMap<String, List<Operation>> paths = new TreeMap<>();
    documents.values().forEach(paths::putAll);
    json.writeStartObject();
    json.writeStringField("swagger", "2.0");
    info(json, TITLE, version);
    json.writeObjectFieldStart("paths");
    for (Map.Entry<String, List<Operation>> path : paths.entrySet()) {
      json.writeFieldName(path.getKey());
      path(path.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("definitions");
    SchemaWriter schemas = new SchemaWriter(Dialect.V2, json);
    for (TypeSchema type : Reachable.from(catalog, paths.values()).values()) {
      json.writeFieldName(type.name());
      schemas.type(type, type.kinds());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("parameters");
    for (Map.Entry<Parameter, String> parameter : shared.entrySet()) {
      json.writeFieldName(parameter.getValue());
      definition(parameter.getKey());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("securityDefinitions");
    bearerToken(json);
    json.writeEndObject();
    json.writeArrayFieldStart("security");
    json.writeStartObject();
    json.writeArrayFieldStart("BearerToken");
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Refers to parameters that are in the document's table already. */
  void share(Map<Parameter, String> known) {
    shared.putAll(known);
  }

  /** The parameters that are referred to, with their names in the table. */
  Map<Parameter, String> shared() {
    return shared;
  }

  /** Writes the operations of a path. */
  void path(List<Operation> operations) throws IOException {
    List<Parameter> common = common(operations);
    json.writeStartObject();
    for (Operation operation : sorted(operations)) {
      json.writeFieldName(operation.method());
      operation(operation, common);
    }
    if (!common.isEmpty()) {
      json.writeArrayFieldStart("parameters");
      for (Parameter parameter : common) {
        parameter(parameter);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void operation(Operation operation, List<Parameter> common) throws IOException {
    json.writeStartObject();
    json.writeStringField("description", operation.description());
    strings(json, "consumes", operation.consumes());
    strings(json, "produces", operation.produces());
    strings(json, "schemes", List.of("https"));
    strings(json, "tags", List.of(operation.tag()));
    json.writeStringField("operationId", operation.id());
    List<Parameter> own = new ArrayList<>(operation.parameters());
    own.removeAll(common);
    if (!own.isEmpty() || operation.body().isPresent()) {
      json.writeArrayFieldStart("parameters");
      if (operation.body().isPresent()) {
        body(operation, operation.body().get());
      }
      for (Parameter parameter : own) {
        parameter(parameter);
      }
      json.writeEndArray();
    }
    json.writeObjectFieldStart("responses");
    for (Map.Entry<Integer, String> response : operation.responses().entrySet()) {
      json.writeObjectFieldStart(String.valueOf(response.getKey()));
      json.writeStringField("description", reason(response.getKey()));
      schema(response.getValue());
      json.writeEndObject();
    }
    unauthorized(json);
    json.writeEndObject();
    extensions(json, operation);
    json.writeEndObject();
  }

  private void body(Operation operation, String type) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", "body");
    json.writeStringField("in", "body");
    if (operation.bodyRequired()) {
      json.writeBooleanField("required", true);
    }
    schema(type);
    json.writeEndObject();
  }

  private void schema(String type) throws IOException {
    json.writeObjectFieldStart("schema");
    if (type.equals(Operation.TEXT)) {
      json.writeStringField("type", "string");
    } else {
      Dialect.V2.reference(json, type, false);
    }
    json.writeEndObject();
  }

  private void parameter(Parameter parameter) throws IOException {
    if (isShared(parameter)) {
      String name = shared.computeIfAbsent(parameter, p -> name(p, shared.values()));
      json.writeStartObject();
      json.writeStringField("$ref", "#/parameters/" + name);
      json.writeEndObject();
    } else {
      definition(parameter);
    }
  }

  /**
   * Whether it is written into a table of its own and referred to. Clients look for those that are
   * not where they are used, without following references.
   */
  private static boolean isShared(Parameter parameter) {
    return parameter.equals(Parameters.NAMESPACE)
        || (parameter.in().equals("query") && !INLINE.contains(parameter.name()));
  }

  /** A name for the table: a parameter's own, with a number when it has several texts. */
  private static String name(Parameter parameter, Collection<String> taken) {
    String name = parameter.name();
    for (int i = 2; taken.contains(name); i++) {
      name = parameter.name() + "-" + i;
    }
    return name;
  }

  /** Writes a parameter where it stands. */
  void definition(Parameter parameter) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("uniqueItems", true);
    json.writeStringField("type", parameter.type());
    json.writeStringField("description", parameter.description());
    json.writeStringField("name", parameter.name());
    json.writeStringField("in", parameter.in());
    if (parameter.required()) {
      json.writeBooleanField("required", true);
    }
    json.writeEndObject();
  }

  static void info(JsonGenerator json, String title, String version) throws IOException {
    json.writeObjectFieldStart("info");
    json.writeStringField("title", title);
    json.writeStringField("version", version);
    json.writeEndObject();
  }

  static void bearerToken(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("BearerToken");
    json.writeStringField("type", "apiKey");
    json.writeStringField("description", "Bearer Token authentication");
    json.writeStringField("name", "authorization");
    json.writeStringField("in", "header");
    json.writeEndObject();
  }

  /** The parameters that all operations of a path have; they stand once, beside them. */
  static List<Parameter> common(List<Operation> operations) {
    List<Parameter> common = new ArrayList<>(operations.getFirst().parameters());
    operations.forEach(operation -> common.retainAll(operation.parameters()));
    return common;
  }

  static List<Operation> sorted(List<Operation> operations) {
    return operations.stream()
        .sorted(Comparator.comparingInt(operation -> Operation.METHODS.indexOf(operation.method())))
        .toList();
  }

  static String reason(int code) {
    return switch (code) {
      case 200 -> "OK";
      case 201 -> "Created";
      case 202 -> "Accepted";
      default -> throw new IllegalArgumentException("No operation answers " + code);
    };
  }

  static void unauthorized(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("401");
    json.writeStringField("description", "Unauthorized");
    json.writeEndObject();
  }

  static void extensions(JsonGenerator json, Operation operation) throws IOException {
    if (operation.kind().isPresent()) {
      json.writeStringField("x-kubernetes-action", operation.action());
      json.writeFieldName("x-kubernetes-group-version-kind");
      SchemaWriter.kind(json, operation.kind().get());
    }
  }

  static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
    if (!values.isEmpty()) {
      json.writeArrayFieldStart(name);
      for (String value : values) {
        json.writeString(value);
      }
      json.writeEndArray();
    }
  }
}
