package io.jukung.registry.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.registry.catalog.Field;
import io.jukung.registry.catalog.FieldType;
import io.jukung.registry.catalog.FieldType.ListOf;
import io.jukung.registry.catalog.FieldType.MapOf;
import io.jukung.registry.catalog.FieldType.Reference;
import io.jukung.registry.catalog.FieldType.Scalar;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.codec.value.GoBase64;
import io.jukung.registry.codec.value.GoDuration;
import io.jukung.registry.codec.value.GoTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Trees of random content for any type of the catalog, from a seed. */
final class RandomObjects {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> WORDS =
      List.of(
          "",
          "a",
          "true",
          "1",
          "null",
          "\u00e9<>&\u2028x",
          "two\nlines\n",
          "a: b",
          "\ud83d\ude00",
          "~",
          " x ",
          "1e3",
          "0x1F",
          "2026-01-02",
          "- a",
          "\ttab",
          "a\\b\"c'",
          "#c",
          "no",
          "k\u0001c",
          "{a}",
          "word ".repeat(40),
          "=",
          "y",
          "012",
          "1:30",
          "?",
          "-",
          "a #b",
          "'",
          "\"",
          "|",
          ">");
  private static final List<String> QUANTITIES =
      List.of("0", "1", "500m", "1Gi", "1500", "1e3", "12345678901234567890", "1n", "-5");
  private static final int MAX_DEPTH = 9;

  private final Types types;
  private final Random random;

  RandomObjects(Types types, Random random) {
    this.types = types;
    this.random = random;
  }

  ObjectNode object(TypeSchema schema) {
    return struct(schema, 0);
  }

  private ObjectNode struct(TypeSchema schema, int depth) {
    ObjectNode object = NODES.objectNode();
    for (Field field : schema.fields()) {
      boolean typeMeta = field.name().equals("kind") || field.name().equals("apiVersion");
      if (!(typeMeta && field.number() == 0)
          && depth < MAX_DEPTH
          && random.nextInt(depth < 3 ? 2 : depth) == 0) {
        object.set(field.name(), value(field.type(), schema, depth + 1));
      }
    }
    return object;
  }

  private JsonNode value(FieldType type, TypeSchema schema, int depth) {
    return switch (type) {
      case Reference reference -> struct(types.type(reference.typeName()).orElseThrow(), depth);
      case ListOf list -> {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(3); i > 0; i--) {
          array.add(value(list.element(), schema, depth));
        }
        yield array;
      }
      case MapOf map -> {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(3); i > 0; i--) {
          object.set(word() + i, value(map.value(), schema, depth));
        }
        yield object;
      }
      case Scalar scalar -> scalar(scalar, schema, depth);
    };
  }

  private JsonNode scalar(Scalar scalar, TypeSchema schema, int depth) {
    return switch (scalar) {
      case STRING -> text(word());
      case BOOLEAN -> BooleanNode.valueOf(random.nextBoolean());
      case INT32 -> NODES.numberNode(random.nextInt(-5, 70000));
      case INT64 -> NODES.numberNode(random.nextInt(3) == 0 ? random.nextLong() : 30);
      case DOUBLE -> NODES.numberNode(random.nextInt(3) == 0 ? random.nextDouble() : 1);
      case BYTES -> {
        byte[] bytes = new byte[random.nextInt(1, 6)];
        random.nextBytes(bytes);
        yield text(GoBase64.encode(bytes));
      }
      case QUANTITY -> text(QUANTITIES.get(random.nextInt(QUANTITIES.size())));
      case INT_OR_STRING -> random.nextBoolean() ? text(word()) : NODES.numberNode(8080);
      case TIME -> text(GoTime.format(instant()));
      case MICRO_TIME -> text(GoTime.formatMicro(instant()));
      case DURATION -> text(GoDuration.format(random.nextLong()));
      case RAW_EXTENSION, FIELDS_V1 -> NODES.objectNode().put("f:a", 1.5).putNull("b");
      case JSON -> random.nextBoolean() ? text(word()) : NODES.arrayNode().add(1).add(true);
      case JSON_SCHEMA_OR_BOOL ->
          random.nextBoolean() ? BooleanNode.valueOf(random.nextBoolean()) : inner(schema, depth);
      case JSON_SCHEMA_OR_ARRAY ->
          random.nextBoolean() ? inner(schema, depth) : NODES.arrayNode().add(inner(schema, depth));
      case JSON_SCHEMA_OR_STRING_ARRAY ->
          random.nextBoolean() ? inner(schema, depth) : NODES.arrayNode().add(word());
      case STRING_LIST_MESSAGE -> NODES.arrayNode().add(word()).add(word());
    };
  }

  private ObjectNode inner(TypeSchema schema, int depth) {
    return struct(schema, depth + 2);
  }

  private Instant instant() {
    return Instant.ofEpochSecond(random.nextLong(-60_000_000_000L, 250_000_000_000L))
        .plusNanos(random.nextInt(1_000_000) * 1000L);
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private static TextNode text(String text) {
    return TextNode.valueOf(text);
  }
}
