package io.jukung.registry.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.value.GoStrings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prints trees without a schema: in the order they have, or sorted. */
final class FreeWriter {
  private FreeWriter() {}

  /** Keys in Go's order. */
  static List<String> sortedKeys(ObjectNode object) {
    List<String> keys = new ArrayList<>(object.size());
    object.fieldNames().forEachRemaining(keys::add);
    if (keys.size() > 1) {
      keys.sort(GoStrings.ORDER);
    }
    return keys;
  }

  /** Prints with all keys sorted. */
  static void sorted(JsonNode value, JsonOut out) {
    write(value, out, true);
  }

  /** Prints with keys as they stand. */
  static void asIs(JsonNode value, JsonOut out) {
    write(value, out, false);
  }

  private static void write(JsonNode value, JsonOut out, boolean sorted) {
    switch (value.getNodeType()) {
      case OBJECT -> object((ObjectNode) value, out, sorted);
      case ARRAY -> {
        out.raw('[');
        for (int i = 0; i < value.size(); i++) {
          if (i > 0) {
            out.raw(',');
          }
          write(value.get(i), out, sorted);
        }
        out.raw(']');
      }
      case STRING -> out.string(value.textValue());
      case NUMBER -> {
        if (value.isIntegralNumber() && value.canConvertToLong()) {
          out.number(value.longValue());
        } else if (value.isIntegralNumber()) {
          out.ascii(value.asText());
        } else {
          out.number(value.doubleValue());
        }
      }
      case BOOLEAN -> out.ascii(value.booleanValue() ? "true" : "false");
      case NULL, MISSING -> out.ascii("null");
      case BINARY, POJO ->
          throw new IllegalArgumentException("not a JSON value: " + value.getNodeType());
    }
  }

  private static void object(ObjectNode object, JsonOut out, boolean sorted) {
    if (!sorted && object instanceof RawObject raw && raw.bytes().isPresent()) {
      out.raw(raw.bytes().get().array());
      return;
    }
    out.raw('{');
    boolean any = false;
    if (sorted) {
      for (String key : sortedKeys(object)) {
        any = comma(out, any);
        out.string(key).raw(':');
        write(object.get(key), out, true);
      }
    } else {
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        any = comma(out, any);
        out.string(entry.getKey()).raw(':');
        write(entry.getValue(), out, false);
      }
    }
    out.raw('}');
  }

  private static boolean comma(JsonOut out, boolean any) {
    if (any) {
      out.raw(',');
    }
    return true;
  }
}
