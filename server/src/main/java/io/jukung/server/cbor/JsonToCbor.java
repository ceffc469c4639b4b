package io.jukung.server.cbor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteBufferFeeder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Turns JSON that arrives in pieces into CBOR. Whole documents are written with their sizes in
 * front; of an open one, as a long list is, the outermost map and the arrays in it are written
 * without, so that no more than one item is in memory. Not thread-safe.
 */
final class JsonToCbor {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;
  private final ByteBufferFeeder feeder;
  private final boolean open;
  private final CborWriter out = new CborWriter();

  /** The containers being read, the outermost first, as far as they are read into memory. */
  private final Deque<ContainerNode<?>> containers = new ArrayDeque<>();

  /** How many containers are open that are written as they come: 0 to 2. */
  private int level;

  private @Nullable String field;

  /**
   * A conversion.
   *
   * @param open whether documents are written while they come
   */
  JsonToCbor(boolean open) throws IOException {
    this.parser = FACTORY.createNonBlockingByteBufferParser();
    this.feeder = (ByteBufferFeeder) parser.getNonBlockingInputFeeder();
    this.open = open;
  }

  /** The CBOR of what this piece completes; may be empty. */
  byte[] feed(ByteBuffer json) throws IOException {
    feeder.feedInput(json);
    for (JsonToken token = parser.nextToken();
        token != null && token != JsonToken.NOT_AVAILABLE;
        token = parser.nextToken()) {
      take(token);
    }
    return out.take();
  }

  private void take(JsonToken token) throws IOException {
    switch (token) {
      case FIELD_NAME -> name(parser.currentName());
      case START_OBJECT -> start(NODES.objectNode());
      case START_ARRAY -> start(NODES.arrayNode());
      case END_OBJECT, END_ARRAY -> finish();
      default -> value(scalar(token));
    }
  }

  private void name(String name) {
    if (containers.isEmpty()) {
      out.text(name);
    } else {
      field = name;
    }
  }

  private void start(ContainerNode<?> container) {
    if (containers.isEmpty() && level == 0) {
      out.selfDescribed();
    }
    if (open && containers.isEmpty() && level == 0 && container.isObject()) {
      out.openMap();
      level = 1;
    } else if (containers.isEmpty() && level == 1 && container.isArray()) {
      out.openArray();
      level = 2;
    } else {
      if (!containers.isEmpty()) {
        put(container);
      }
      containers.addLast(container);
    }
  }

  private void finish() {
    if (containers.isEmpty()) {
      out.end();
      level--;
      return;
    }
    ContainerNode<?> done = containers.removeLast();
    if (containers.isEmpty()) {
      out.value(done);
    }
  }

  private void value(JsonNode value) {
    if (!containers.isEmpty()) {
      put(value);
    } else {
      if (level == 0) {
        out.selfDescribed();
      }
      out.value(value);
    }
  }

  private void put(JsonNode value) {
    switch (containers.getLast()) {
      case ArrayNode array -> array.add(value);
      case ObjectNode object -> object.set(String.valueOf(field), value);
      default -> throw new IllegalStateException("a container of another kind");
    }
  }

  private JsonNode scalar(JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? NODES.numberNode(parser.getDoubleValue())
              : NODES.numberNode(parser.getLongValue());
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      default -> NODES.nullNode();
    };
  }
}
