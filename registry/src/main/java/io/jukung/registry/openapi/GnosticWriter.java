package io.jukung.registry.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Writes a document of OpenAPI 2 in the protobuf messages of gnostic's {@code
 * openapiv2/OpenAPIv2.proto}. Each method is one message and bears its name; the numbers are its
 * field numbers. Only what {@link V2Writer} writes is known here.
 */
final class GnosticWriter {
  private GnosticWriter() {}

  /** The message {@code Document} for the document {@code json}. */
  static byte[] write(byte[] json) {
    try {
      return document(new ObjectMapper().readTree(json)).bytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProtoMessage document(JsonNode node) {
    ProtoMessage paths = new ProtoMessage();
    for (Map.Entry<String, JsonNode> path : node.path("paths").properties()) {
      paths.message(2, named(path.getKey(), pathItem(path.getValue())));
    }
    ProtoMessage info = new ProtoMessage();
    info.text(1, node.path("info").path("title")).text(2, node.path("info").path("version"));
    ProtoMessage security = new ProtoMessage();
    for (Map.Entry<String, JsonNode> scheme : node.path("securityDefinitions").properties()) {
      JsonNode key = scheme.getValue();
      ProtoMessage apiKey = new ProtoMessage();
      apiKey.text(1, key.path("type")).text(2, key.path("name")).text(3, key.path("in"));
      apiKey.text(4, key.path("description"));
      security.message(1, named(scheme.getKey(), new ProtoMessage().message(2, apiKey)));
    }
    ProtoMessage document = new ProtoMessage().text(1, node.path("swagger")).message(2, info);
    document.message(8, paths).message(9, namedSchemas(node.path("definitions")));
    ProtoMessage parameters = new ProtoMessage();
    for (Map.Entry<String, JsonNode> parameter : node.path("parameters").properties()) {
      parameters.message(1, named(parameter.getKey(), parameter(parameter.getValue())));
    }
    document.message(10, parameters);
    for (JsonNode requirement : node.path("security")) {
      ProtoMessage names = new ProtoMessage();
      requirement
          .fieldNames()
          .forEachRemaining(name -> names.message(1, named(name, new ProtoMessage())));
      document.message(12, names);
    }
    return document.message(13, security);
  }

  private static ProtoMessage pathItem(JsonNode node) {
    ProtoMessage item = new ProtoMessage();
    String[] methods = {"get", "put", "post", "delete", "options", "head", "patch"};
    for (int i = 0; i < methods.length; i++) {
      JsonNode operation = node.path(methods[i]);
      if (operation.isObject()) {
        item.message(i + 2, operation(operation));
      }
    }
    for (JsonNode parameter : node.path("parameters")) {
      item.message(9, parametersItem(parameter));
    }
    return item;
  }

  private static ProtoMessage operation(JsonNode node) {
    ProtoMessage operation = new ProtoMessage().texts(1, node.path("tags"));
    operation.text(3, node.path("description")).text(5, node.path("operationId"));
    operation.texts(6, node.path("produces")).texts(7, node.path("consumes"));
    for (JsonNode parameter : node.path("parameters")) {
      operation.message(8, parametersItem(parameter));
    }
    ProtoMessage responses = new ProtoMessage();
    for (Map.Entry<String, JsonNode> response : node.path("responses").properties()) {
      ProtoMessage value = new ProtoMessage().text(1, response.getValue().path("description"));
      JsonNode schema = response.getValue().path("schema");
      if (schema.isObject()) {
        value.message(2, new ProtoMessage().message(1, schema(schema)));
      }
      responses.message(1, named(response.getKey(), new ProtoMessage().message(1, value)));
    }
    operation.message(9, responses).texts(10, node.path("schemes"));
    return extensions(operation, 13, node);
  }

  private static ProtoMessage parametersItem(JsonNode node) {
    ProtoMessage item = new ProtoMessage();
    return node.has("$ref")
        ? item.message(2, new ProtoMessage().text(1, node.path("$ref")))
        : item.message(1, parameter(node));
  }

  private static ProtoMessage parameter(JsonNode node) {
    ProtoMessage parameter = new ProtoMessage();
    switch (node.path("in").asText()) {
      case "body" -> {
        ProtoMessage body = new ProtoMessage().text(1, node.path("description"));
        body.text(2, node.path("name")).text(3, node.path("in")).flag(4, node.path("required"));
        parameter.message(1, body.message(5, schema(node.path("schema"))));
      }
      case "path" -> parameter.message(2, new ProtoMessage().message(4, subSchema(node, 5, 18)));
      default -> parameter.message(2, new ProtoMessage().message(3, subSchema(node, 6, 20)));
    }
    return parameter;
  }

  private static ProtoMessage subSchema(JsonNode node, int type, int uniqueItems) {
    ProtoMessage schema = new ProtoMessage().flag(1, node.path("required"));
    schema.text(2, node.path("in")).text(3, node.path("description")).text(4, node.path("name"));
    return schema.text(type, node.path("type")).flag(uniqueItems, node.path("uniqueItems"));
  }

  private static ProtoMessage schema(JsonNode node) {
    ProtoMessage schema = new ProtoMessage().text(1, node.path("$ref"));
    schema.text(2, node.path("format")).text(4, node.path("description"));
    schema.texts(19, node.path("required"));
    for (JsonNode value : node.path("enum")) {
      schema.message(20, any(value));
    }
    if (node.path("additionalProperties").isObject()) {
      ProtoMessage values = schema(node.path("additionalProperties"));
      schema.message(21, new ProtoMessage().message(1, values));
    }
    if (node.has("type")) {
      schema.message(22, new ProtoMessage().text(1, node.path("type")));
    }
    if (node.path("items").isObject()) {
      schema.message(23, new ProtoMessage().message(1, schema(node.path("items"))));
    }
    if (node.path("properties").isObject()) {
      schema.message(25, namedSchemas(node.path("properties")));
    }
    return extensions(schema, 31, node);
  }

  private static ProtoMessage namedSchemas(JsonNode nodes) {
    ProtoMessage schemas = new ProtoMessage();
    for (Map.Entry<String, JsonNode> schema : nodes.properties()) {
      schemas.message(1, named(schema.getKey(), schema(schema.getValue())));
    }
    return schemas;
  }

  private static ProtoMessage extensions(ProtoMessage message, int number, JsonNode node) {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (member.getKey().startsWith("x-")) {
        message.message(number, named(member.getKey(), any(member.getValue())));
      }
    }
    return message;
  }

  /** A free value is YAML, and JSON is YAML. */
  private static ProtoMessage any(JsonNode value) {
    return new ProtoMessage().text(2, value + "\n");
  }

  private static ProtoMessage named(String name, ProtoMessage value) {
    return new ProtoMessage().text(1, name).message(2, value);
  }
}
