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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Makes a tree of YAML events, with what an alias stands for shared, not copied. Bounded: levels by
 * {@link JsonSyntax#MAX_DEPTH}, which take no stack, what aliases expand to by upstream's ratio and
 * by {@link #MAX_EXPANDED} characters. One per document.
 */
final class YamlReader {
  /** The most characters and values a document may expand to. */
  static final long MAX_EXPANDED = 32L << 20;

  private static final long MIN_ALIASED = 100;
  private static final long MIN_DECODED = 1000;
  private static final long RATIO_LOW = 400_000;
  private static final long RATIO_HIGH = 4_000_000;

  /** What an anchor names: its value, its levels, and how many values and characters it is. */
  private record Anchor(JsonNode value, int height, long nodes, long size) {}

  /** A value that is read to its end. */
  private record Whole(JsonNode value, int height, int line, boolean merge) {}

  /** A sequence or mapping that is not closed yet. */
  private static final class Level {
    private final JsonNode value;
    private final String anchor;
    private final int line;
    private final long nodesBefore;
    private final long sizeBefore;
    private int height = 1;
    private @Nullable Whole key;

    private Level(JsonNode value, Event start, long nodesBefore, long sizeBefore) {
      this.value = value;
      this.anchor = anchor(start);
      this.line = line(start);
      this.nodesBefore = nodesBefore;
      this.sizeBefore = sizeBefore;
    }
  }

  private final Iterator<Event> events;
  private final Map<String, Anchor> anchors = new HashMap<>();
  private final Deque<Level> levels = new ArrayDeque<>();
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
        JsonNode value = root();
        if (events.hasNext()) {
          events.next();
        }
        return value;
      }
    }
    return NullNode.instance;
  }

  private JsonNode root() {
    while (true) {
      Event event = events.next();
      Optional<Whole> whole =
          switch (event.getEventId()) {
            case Alias -> Optional.of(alias((AliasEvent) event));
            case Scalar -> Optional.of(anchored((ScalarEvent) event));
            case SequenceStart -> open(event, JsonNodeFactory.instance.arrayNode());
            case MappingStart -> open(event, JsonNodeFactory.instance.objectNode());
            case SequenceEnd, MappingEnd -> Optional.of(close());
            default -> throw new ValueException("yaml: did not find expected node content");
          };
      if (whole.isPresent() && levels.isEmpty()) {
        return whole.get().value();
      }
      whole.ifPresent(value -> add(levels.element(), value));
    }
  }

  private static String anchor(Event event) {
    return event instanceof NodeEvent node
        ? node.getAnchor().map(a -> a.getValue()).orElse("")
        : "";
  }

  private static int line(Event event) {
    return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private Whole anchored(ScalarEvent event) {
    long nodesBefore = nodes;
    long sizeBefore = size;
    count(1, 1);
    JsonNode value = scalar(event);
    String anchor = anchor(event);
    if (!anchor.isEmpty()) {
      anchors.put(anchor, new Anchor(value, 0, nodes - nodesBefore, size - sizeBefore));
    }
    return new Whole(value, 0, line(event), event.isPlain() && event.getValue().equals("<<"));
  }

  /** Opens a level; nothing is whole by that. */
  private Optional<Whole> open(Event event, JsonNode value) {
    requireHeight(1);
    levels.push(new Level(value, event, nodes, size));
    count(1, 1);
    return Optional.empty();
  }

  /** Refuses a value with so many levels at the place where the document is now. */
  private void requireHeight(int height) {
    if (levels.size() + height > JsonSyntax.MAX_DEPTH) {
      throw new ValueException("yaml: exceeded max depth of " + JsonSyntax.MAX_DEPTH);
    }
  }

  private Whole close() {
    Level level = levels.pop();
    if (!level.anchor.isEmpty()) {
      anchors.put(
          level.anchor,
          new Anchor(
              level.value, level.height, nodes - level.nodesBefore, size - level.sizeBefore));
    }
    return new Whole(level.value, level.height, level.line, false);
  }

  private void add(Level level, Whole whole) {
    level.height = Math.max(level.height, whole.height() + 1);
    Whole key = level.key;
    if (level.value instanceof ArrayNode array) {
      array.add(whole.value());
    } else if (key == null) {
      level.key = whole;
    } else {
      level.key = null;
      ObjectNode object = (ObjectNode) level.value;
      if (key.merge()) {
        merge(whole.value(), object, whole.line());
      } else {
        put(object, key(key.value(), whole.value()), whole.value(), whole.line());
      }
    }
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

  private Whole alias(AliasEvent event) {
    String name = event.getAlias().getValue();
    if (levels.stream().anyMatch(level -> level.anchor.equals(name))) {
      throw new ValueException("yaml: anchor '" + name + "' value contains itself");
    }
    Anchor anchor = anchors.get(name);
    if (anchor == null) {
      throw new ValueException("yaml: unknown anchor '" + name + "' referenced");
    }
    requireHeight(anchor.height());
    aliased += anchor.nodes();
    count(anchor.nodes() + 1, anchor.size());
    return new Whole(anchor.value(), anchor.height(), line(event), false);
  }

  private JsonNode scalar(ScalarEvent event) {
    String text = event.getValue();
    count(0, text.length());
    String tag = event.getTag().orElse("");
    if (tag.isEmpty()) {
      return event.isPlain() ? finite(YamlResolver.resolve(text)) : TextNode.valueOf(text);
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

  private static JsonNode finite(JsonNode value) {
    if (value.isDouble() && !Double.isFinite(value.doubleValue())) {
      double number = value.doubleValue();
      String text = Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
      throw new ValueException("json: unsupported value: " + text);
    }
    return value;
  }

  private static JsonNode tagged(String text, String tag) {
    JsonNode value = finite(YamlResolver.resolve(text));
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
