package io.jukung.registry.openapi;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jukung.registry.catalog.Catalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Puts further paths and definitions into a document of version 2, which is read and written as a
 * stream. Used once.
 */
final class V2Merger {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final byte[] document;
  private final NavigableMap<String, List<Operation>> paths;
  private final NavigableMap<String, JsonNode> definitions;
  private final ByteArrayOutputStream out;
  private final JsonGenerator json;
  private final V2Writer writer;

  V2Merger(
      Catalog catalog,
      byte[] document,
      NavigableMap<String, List<Operation>> paths,
      NavigableMap<String, JsonNode> definitions)
      throws IOException {
    this.document = document;
    this.paths = new TreeMap<>(paths);
    this.definitions = new TreeMap<>(definitions);
    this.out = new ByteArrayOutputStream(document.length * 2);
    this.json = MAPPER.getFactory().createGenerator(out);
    this.writer = new V2Writer(catalog, "", json);
  }

  byte[] merged() throws IOException {
    Map<Parameter, String> known = parameters();
    writer.share(known);
    try (JsonParser parser = MAPPER.getFactory().createParser(document);
        json) {
      parser.nextToken();
      json.writeStartObject();
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        parser.nextToken();
        json.writeFieldName(field);
        switch (field) {
          case "paths" -> merge(parser, paths, writer::path);
          case "definitions" -> merge(parser, definitions, json::writeTree);
          case "parameters" -> table(parser, known);
          default -> json.copyCurrentStructure(parser);
        }
      }
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  /** Writes one value. */
  @FunctionalInterface
  private interface Write<T> {
    void of(T value) throws IOException;
  }

  /** Copies an object whose keys are sorted, the others in their places. */
  private <T> void merge(JsonParser parser, NavigableMap<String, T> others, Write<T> write)
      throws IOException {
    json.writeStartObject();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      while (!others.isEmpty() && others.firstKey().compareTo(key) < 0) {
        other(others.pollFirstEntry(), write);
      }
      others.remove(key);
      json.writeFieldName(key);
      json.copyCurrentStructure(parser);
    }
    while (!others.isEmpty()) {
      other(others.pollFirstEntry(), write);
    }
    json.writeEndObject();
  }

  private <T> void other(Map.Entry<String, T> entry, Write<T> write) throws IOException {
    json.writeFieldName(entry.getKey());
    write.of(entry.getValue());
  }

  private void table(JsonParser parser, Map<Parameter, String> known) throws IOException {
    json.writeStartObject();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      json.writeFieldName(key);
      json.copyCurrentStructure(parser);
    }
    for (Map.Entry<Parameter, String> parameter : writer.shared().entrySet()) {
      if (!known.containsKey(parameter.getKey())) {
        json.writeFieldName(parameter.getValue());
        writer.definition(parameter.getKey());
      }
    }
    json.writeEndObject();
  }

  /** The document's table of parameters. */
  private Map<Parameter, String> parameters() throws IOException {
    Map<Parameter, String> known = new LinkedHashMap<>();
    try (JsonParser parser = MAPPER.getFactory().createParser(document)) {
      parser.nextToken();
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        JsonToken _ = parser.nextToken();
        if (!field.equals("parameters")) {
          parser.skipChildren();
          continue;
        }
        JsonNode table = MAPPER.readTree(parser);
        table
            .properties()
            .forEach(
                entry ->
                    known.put(
                        new Parameter(
                            entry.getValue().path("name").asText(),
                            entry.getValue().path("in").asText(),
                            entry.getValue().path("type").asText(),
                            entry.getValue().path("description").asText()),
                        entry.getKey()));
      }
    }
    return known;
  }
}
