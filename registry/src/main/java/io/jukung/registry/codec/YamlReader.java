package io.jukung.registry.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.registry.codec.value.GoBase64;
import io.jukung.registry.codec.value.GoStrings;
import io.jukung.registry.codec.value.ValueException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Makes a tree of YAML events, with what an alias stands for shared, not copied. Bounded: levels by
 * {@link JsonSyntax#MAX_DEPTH}, what aliases expand to by upstream's ratio and by {@link
 * #MAX_EXPANDED} characters. One per document.
 */
final class YamlReader {
  /** The most characters and values a document may expand to. */
  static final long MAX_EXPANDED = 32L << 20;

  private static final long MIN_ALIASED = 100;
  private static final long MIN_DECODED = 1000;
  private static final long RATIO_LOW = 400_000;
  private static final long RATIO_HIGH = 4_000_000;

  /** What an anchor names: its value, and how many values and characters it expands to. */
  private record Anchor(JsonNode value, long nodes, long size) {}

  private final Iterator<Event> events;
  private final Map<String, Anchor> anchors = new HashMap<>();
  private final List<String> open = new ArrayList<>();
  private final List<String> duplicates = new ArrayList<>();
  private long nodes;
  private long aliased;
  private long size;

  YamlReader(Iterator<Event> events) {
    this.events = events;
  }

  /** Keys that stand twice in a mapping, with upstream's texts. */
  List<String> duplicates() {
    return duplicates;
  }

  /** Reads the first document; null when there is none. */
  JsonNode document() {
    while (events.hasNext()) {
      if (events.next().getEventId() == Event.ID.DocumentStart) {
        JsonNode value = node(events.next(), 0);
        if (events.hasNext()) {
          events.next();
        }
        return value;
      }
    }
    return NullNode.instance;
  }

  private JsonNode node(Event event, int depth) {
    if (depth > JsonSyntax.MAX_DEPTH) {
      throw new ValueException("yaml: exceeded max depth of " + JsonSyntax.MAX_DEPTH);
    }
    if (event instanceof AliasEvent alias) {
      return alias(alias.getAlias().getValue());
    }
    String anchor =
        event instanceof NodeEvent node ? node.getAnchor().map(a -> a.getValue()).orElse("") : "";
    long nodesBefore = nodes;
    long sizeBefore = size;
    if (!anchor.isEmpty()) {
      open.add(anchor);
    }
    count(1, 1);
    JsonNode value =
        switch (event.getEventId()) {
          case Scalar -> scalar((ScalarEvent) event);
          case SequenceStart -> sequence(depth);
          case MappingStart -> mapping(depth);
          default -> throw new ValueException("yaml: did not find expected node content");
        };
    if (!anchor.isEmpty()) {
      open.removeLast();
      anchors.put(anchor, new Anchor(value, nodes - nodesBefore, size - sizeBefore));
    }
    return value;
  }

  private void count(long moreNodes, long moreSize) {
    nodes += moreNodes;
    size += moreSize;
    double ratio =
        nodes <= RATIO_LOW
            ? 0.99
            : nodes >= RATIO_HIGH
                ? 0.10
                : 0.99 - 0.89 * ((double) (nodes - RATIO_LOW) / (RATIO_HIGH - RATIO_LOW));
    boolean excessive =
        aliased > MIN_ALIASED && nodes > MIN_DECODED && (double) aliased / nodes > ratio;
    if (excessive || size > MAX_EXPANDED) {
      throw new ValueException("yaml: document contains excessive aliasing");
    }
  }

  private JsonNode alias(String name) {
    if (open.contains(name)) {
      throw new ValueException("yaml: anchor '" + name + "' value contains itself");
    }
    Anchor anchor = anchors.get(name);
    if (anchor == null) {
      throw new ValueException("yaml: unknown anchor '" + name + "' referenced");
    }
    aliased += anchor.nodes();
    count(anchor.nodes() + 1, anchor.size());
    return anchor.value();
  }

  private JsonNode scalar(ScalarEvent event) {
    String text = event.getValue();
    count(0, text.length());
    String tag = event.getTag().orElse("");
    if (tag.isEmpty()) {
      return event.isPlain() ? YamlResolver.resolve(text) : TextNode.valueOf(text);
    }
    return switch (tag) {
      case "tag:yaml.org,2002:binary" -> binary(text);
      case "tag:yaml.org,2002:bool",
          "tag:yaml.org,2002:int",
          "tag:yaml.org,2002:float",
          "tag:yaml.org,2002:null" ->
          tagged(text, tag.substring(tag.lastIndexOf(':') + 1));
      default -> TextNode.valueOf(text);
    };
  }

  private static JsonNode tagged(String text, String tag) {
    JsonNode value = YamlResolver.resolve(text);
    String kind =
        switch (value.getNodeType()) {
          case BOOLEAN -> "bool";
          case NULL -> "null";
          case NUMBER -> value.isIntegralNumber() ? "int" : "float";
          default -> "str";
        };
    if (!kind.equals(tag) && !(kind.equals("int") && tag.equals("float"))) {
      throw new ValueException("yaml: cannot decode !!" + kind + " `" + text + "` as a !!" + tag);
    }
    return value;
  }

  private static JsonNode binary(String text) {
    try {
      byte[] bytes = GoBase64.decode(text.getBytes(StandardCharsets.UTF_8));
      return TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8));
    } catch (ValueException e) {
      throw new ValueException("yaml: !!binary value contains invalid base64 data");
    }
  }

  private ArrayNode sequence(int depth) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      array.add(node(event, depth + 1));
    }
    return array;
  }

  private ObjectNode mapping(int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      boolean merge =
          event instanceof ScalarEvent scalar && scalar.isPlain() && scalar.getValue().equals("<<");
      JsonNode keyNode = node(event, depth + 1);
      Event valueEvent = events.next();
      int line = valueEvent.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
      JsonNode value = node(valueEvent, depth + 1);
      if (merge) {
        merge(value, object, line);
      } else {
        put(object, key(keyNode, value), value, line);
      }
    }
    return object;
  }

  private void put(ObjectNode object, String key, JsonNode value, int line) {
    if (object.has(key) && duplicates.size() < 100) {
      duplicates.add("line " + line + ": key " + GoStrings.quote(key) + " already set in map");
    }
    object.set(key, value);
  }

  private static String key(JsonNode key, JsonNode value) {
    return switch (key.getNodeType()) {
      case STRING, NUMBER, BOOLEAN -> key.asText();
      case NULL ->
          throw new ValueException(
              "unsupported map key of type: %!s(<nil>), key: <nil>, value: "
                  + (value.isTextual() ? GoStrings.quote(value.textValue()) : value.toString()));
      default -> throw new ValueException("yaml: invalid map key: " + key);
    };
  }

  private void merge(JsonNode value, ObjectNode into, int line) {
    if (value instanceof ObjectNode map) {
      map.properties().forEach(entry -> put(into, entry.getKey(), entry.getValue(), line));
      count(map.size(), map.size());
    } else if (value instanceof ArrayNode list) {
      for (int i = list.size() - 1; i >= 0; i--) {
        if (!list.get(i).isObject()) {
          throw mergeRefused();
        }
        merge(list.get(i), into, line);
      }
    } else {
      throw mergeRefused();
    }
  }

  private static ValueException mergeRefused() {
    return new ValueException("yaml: map merge requires map or sequence of maps as the value");
  }
}
