package io.jukung.registry.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.util.Arrays;

/**
 * Makes a tree of stored bytes, in which {@code metadata.managedFields[].fieldsV1} stay bytes: they
 * are a third of an object, and most readers of trees never look at them. So do the objects that
 * are printed as they were written: a ControllerRevision's data, parameters for devices' drivers.
 */
final class TreeReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Where in the object a value stands, as far as it matters. */
  private enum Place {
    ROOT,
    METADATA,
    MANAGED_FIELDS,
    ENTRY,
    OPAQUE,
    ELSEWHERE;

    Place below(String name) {
      return switch (this) {
        case ROOT -> name.equals("metadata") ? METADATA : ELSEWHERE;
        case METADATA -> name.equals("managedFields") ? MANAGED_FIELDS : ELSEWHERE;
        case MANAGED_FIELDS, ENTRY, OPAQUE, ELSEWHERE -> name.equals("opaque") ? OPAQUE : ELSEWHERE;
      };
    }
  }

  private final JsonParser parser;
  private final byte[] bytes;
  private boolean revision;

  private TreeReader(JsonParser parser, byte[] bytes) {
    this.parser = parser;
    this.bytes = bytes;
  }

  static ObjectNode read(Bytes stored) throws IOException {
    try (JsonParser parser = JsonSource.FACTORY.createParser(stored.array())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not an object");
      }
      return new TreeReader(parser, stored.array()).object(Place.ROOT);
    }
  }

  private ObjectNode object(Place place) throws IOException {
    ObjectNode object = NODES.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      boolean raw = token == JsonToken.START_OBJECT && raw(place, name);
      JsonNode value = raw ? rawObject() : value(token, place.below(name));
      revision |=
          place == Place.ROOT && name.equals("kind") && value.asText().equals("ControllerRevision");
      object.set(name, value);
    }
    return object;
  }

  /** Whether an object is printed as it was written, or seldom looked at. */
  private boolean raw(Place place, String name) {
    return switch (place) {
      case ENTRY -> name.equals("fieldsV1");
      case OPAQUE -> name.equals("parameters");
      case ROOT -> revision && name.equals("data");
      case METADATA, MANAGED_FIELDS, ELSEWHERE -> false;
    };
  }

  private JsonNode rawObject() throws IOException {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    int to = (int) parser.currentTokenLocation().getByteOffset() + 1;
    return new RawObject(Bytes.wrap(Arrays.copyOfRange(bytes, from, to)));
  }

  private ArrayNode array(Place place) throws IOException {
    Place below = place == Place.MANAGED_FIELDS ? Place.ENTRY : Place.ELSEWHERE;
    ArrayNode array = NODES.arrayNode();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      array.add(value(token, below));
    }
    return array;
  }

  private JsonNode value(JsonToken token, Place place) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(place);
      case START_ARRAY -> array(place);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT ->
          switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL ->
                NODES.numberNode(parser.getBigIntegerValue());
          };
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IOException("not the start of a value");
    };
  }
}
