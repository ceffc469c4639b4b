package io.jukung.registry.strategy.extensions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Formats that a definition's schemas name and that mean nothing here ({@code
 * apiserver/validation/formats.go} at v1.36).
 */
final class FormatWarnings {
  private static final Set<String> TEXT =
      Set.of(
          "bsonobjectid",
          "uri",
          "email",
          "hostname",
          "ipv4",
          "ipv6",
          "cidr",
          "mac",
          "uuid",
          "uuid3",
          "uuid4",
          "uuid5",
          "isbn",
          "isbn10",
          "isbn13",
          "creditcard",
          "ssn",
          "hexcolor",
          "rgbcolor",
          "byte",
          "password",
          "date",
          "duration",
          "datetime",
          "k8sshortname",
          "k8slongname");
  private static final Set<String> INTEGER = Set.of("int32", "int64");
  private static final Set<String> NUMBER = Set.of("float", "double");

  private FormatWarnings() {}

  /** The formats, in the order they stand there. */
  static Set<String> unknown(ObjectNode definition) {
    Set<String> unknown = new LinkedHashSet<>();
    for (JsonNode version : definition.path("spec").path("versions")) {
      collect(version.path("schema").path("openAPIV3Schema"), unknown);
    }
    return unknown;
  }

  private static void collect(JsonNode schema, Set<String> unknown) {
    if (!schema.isObject()) {
      return;
    }
    String format = schema.path("format").asText("");
    if (!format.isEmpty() && !known(schema.path("type").asText(""), format)) {
      unknown.add(format);
    }
    for (String one : List.of("items", "additionalProperties", "not")) {
      collect(schema.path(one), unknown);
    }
    for (String several : List.of("allOf", "anyOf", "oneOf", "properties")) {
      schema.path(several).forEach(part -> collect(part, unknown));
    }
  }

  private static boolean known(String type, String format) {
    return switch (type) {
      case "", "string" -> TEXT.contains(format.replace("-", ""));
      case "integer" -> INTEGER.contains(format);
      case "number" -> NUMBER.contains(format);
      default -> false;
    };
  }
}
