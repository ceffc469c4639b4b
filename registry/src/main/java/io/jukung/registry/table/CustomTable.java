package io.jukung.registry.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.registry.codec.value.GoFloat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The table of a custom resource. Immutable. Upstream: {@code
 * registry/customresource/tableconvertor/tableconvertor.go} at v1.36.
 */
record CustomTable(List<ColumnDefinition> columns, List<JsonPath> paths, Ages ages)
    implements TableConvertor {

  static CustomTable of(
      ColumnDefinition name, List<ColumnDefinition> own, List<String> paths, Ages ages) {
    List<ColumnDefinition> columns = new ArrayList<>();
    List<JsonPath> read = new ArrayList<>();
    columns.add(name);
    for (int i = 0; i < own.size(); i++) {
      Optional<JsonPath> path = JsonPath.parse(paths.get(i));
      if (path.isEmpty()) {
        break;
      }
      columns.add(own.get(i));
      read.add(path.get());
    }
    return new CustomTable(List.copyOf(columns), List.copyOf(read), ages);
  }

  @Override
  public Row row(JsonNode object) {
    ArrayNode cells = JsonNodeFactory.instance.arrayNode();
    cells.add(Trees.name(object));
    for (int i = 0; i < paths.size(); i++) {
      Optional<JsonNode> value = paths.get(i).first(object);
      cells.add(value.isEmpty() ? NullNode.instance : cell(columns.get(i + 1).type(), value.get()));
    }
    return new Row(cells, List.of());
  }

  private JsonNode cell(String type, JsonNode value) {
    return switch (type) {
      case "string" -> TextNode.valueOf(print(value));
      case "integer" -> value.isNumber() ? LongNode.valueOf(value.longValue()) : NullNode.instance;
      case "number" ->
          !value.isNumber()
              ? NullNode.instance
              : value.isIntegralNumber() ? value : DoubleNode.valueOf(value.doubleValue());
      case "boolean" ->
          value.isBoolean() ? BooleanNode.valueOf(value.booleanValue()) : NullNode.instance;
      case "date" ->
          value.isTextual() ? TextNode.valueOf(age(value.textValue())) : NullNode.instance;
      default -> NullNode.instance;
    };
  }

  private String age(String time) {
    if (time.isEmpty() || time.equals("null")) {
      return "<unknown>";
    }
    try {
      Instant instant = OffsetDateTime.parse(time).toInstant();
      return ages.since(instant);
    } catch (DateTimeException e) {
      return "<invalid>";
    }
  }

  /** A value as Go's templates print it. */
  private static String print(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> value.textValue();
      case NUMBER ->
          value.isIntegralNumber() ? value.asText() : GoFloat.format(value.doubleValue());
      case NULL -> "<no value>";
      default -> value.toString();
    };
  }
}
