package io.jukung.registry.apply.fieldpath;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.value.GoFloat;
import io.jukung.registry.codec.value.GoStrings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One step into an object: a field, the element of a list with certain keys, the element of a set
 * with a value, or an index. Identified by its text in {@code fieldsV1}, such as {@code f:spec} or
 * <code>k:{"name":"app"}</code>. Ordered as upstream prints them.
 *
 * <p>Upstream: {@code fieldpath/element.go} and {@code serialize-pe.go}.
 */
public final class PathElement implements Comparable<PathElement> {
  /** What an element selects by, in printing order. */
  public enum Kind {
    /** A field's name. */
    FIELD,
    /** Keys of a list's element. */
    KEY,
    /** The value of a set's element. */
    VALUE,
    /** A place in a list. */
    INDEX
  }

  private static final Comparator<Map.Entry<String, JsonNode>> BY_NAME =
      Map.Entry.comparingByKey(GoStrings.ORDER);
  private static final ObjectReader READER = JsonMapper.builder().build().reader();
  private static final int PREFIX = 2;

  private final Kind kind;
  private final String text;
  private volatile @Nullable JsonNode parsed;

  private PathElement(Kind kind, String text, @Nullable JsonNode parsed) {
    this.kind = kind;
    this.text = text;
    this.parsed = parsed;
  }

  /** The field {@code name} of an object. */
  public static PathElement field(String name) {
    return new PathElement(Kind.FIELD, "f:" + name, null);
  }

  /** The element of a list whose fields have these scalar values; the order does not matter. */
  public static PathElement key(Map<String, JsonNode> fields) {
    List<Map.Entry<String, JsonNode>> sorted = new ArrayList<>(fields.entrySet());
    sorted.sort(BY_NAME);
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    sorted.forEach(field -> object.set(field.getKey(), field.getValue()));
    return new PathElement(Kind.KEY, "k:" + CanonicalJson.print(object).utf8(), object);
  }

  /** The element of a set with this scalar value. */
  public static PathElement value(JsonNode value) {
    return new PathElement(Kind.VALUE, "v:" + CanonicalJson.print(value).utf8(), value);
  }

  /** The element of a list at {@code index}. */
  public static PathElement index(int index) {
    return new PathElement(Kind.INDEX, "i:" + index, null);
  }

  /**
   * Reads an element from its text.
   *
   * @return empty for a kind of element that is not known, which is to be passed over
   * @throws IllegalArgumentException when the text is malformed
   */
  public static Optional<PathElement> parse(String text) {
    if (text.length() < PREFIX || text.charAt(1) != ':') {
      throw new IllegalArgumentException("missing colon: " + text);
    }
    return switch (text.charAt(0)) {
      case 'f' -> Optional.of(new PathElement(Kind.FIELD, text, null));
      case 'k' -> Optional.of(plain(text) ? new PathElement(Kind.KEY, text, null) : mended(text));
      case 'v' -> Optional.of(plain(text) ? new PathElement(Kind.VALUE, text, null) : mended(text));
      case 'i' -> Optional.of(index(Integer.parseInt(text.substring(PREFIX))));
      default -> Optional.empty();
    };
  }

  /** Whether the JSON can only be written as it is; else it is read and printed anew. */
  private static boolean plain(String text) {
    boolean quoted = false;
    for (int i = PREFIX; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      }
      boolean odd = c == '\\' || c > '~' || c == '<' || c == '>' || c == '&';
      if (odd || (!quoted && (c <= ' ' || c == '.' || c == 'e' || c == 'E'))) {
        return false;
      }
    }
    return true;
  }

  private static PathElement mended(String text) {
    JsonNode value = json(text);
    return text.charAt(0) == 'k' ? key(fields(value, text)) : value(value);
  }

  private static Map<String, JsonNode> fields(JsonNode value, String text) {
    if (!value.isObject()) {
      throw new IllegalArgumentException("not an object: " + text);
    }
    return value.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static JsonNode json(String text) {
    try {
      return READER.readTree(text.substring(PREFIX));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + text, e);
    }
  }

  /** What it selects by. */
  public Kind kind() {
    return kind;
  }

  /** The element as {@code fieldsV1} has it. */
  public String text() {
    return text;
  }

  /** The field's name; of other kinds the text without its prefix. */
  public String name() {
    return text.substring(PREFIX);
  }

  private JsonNode parsed() {
    JsonNode value = parsed;
    if (value == null) {
      value = json(text);
      parsed = value;
    }
    return value;
  }

  @Override
  public int compareTo(PathElement other) {
    if (kind != other.kind) {
      return kind.compareTo(other.kind);
    }
    if (kind == Kind.FIELD || text.equals(other.text)) {
      return GoStrings.ORDER.compare(text, other.text);
    }
    return switch (kind) {
      case FIELD -> 0;
      case KEY -> compareFields(parsed(), other.parsed());
      case VALUE -> Scalars.compare(parsed(), other.parsed());
      case INDEX -> Integer.compare(Integer.parseInt(name()), Integer.parseInt(other.name()));
    };
  }

  private static int compareFields(JsonNode one, JsonNode other) {
    var ones = one.properties().iterator();
    var others = other.properties().iterator();
    while (ones.hasNext() && others.hasNext()) {
      Map.Entry<String, JsonNode> left = ones.next();
      Map.Entry<String, JsonNode> right = others.next();
      int order = BY_NAME.compare(left, right);
      if (order == 0) {
        order = Scalars.compare(left.getValue(), right.getValue());
      }
      if (order != 0) {
        return order;
      }
    }
    return Boolean.compare(ones.hasNext(), others.hasNext());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PathElement that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** For people, as conflicts tell it: {@code .spec}, {@code [name="app"]}, {@code [="a"]}. */
  @Override
  public String toString() {
    return switch (kind) {
      case FIELD -> "." + name();
      case KEY ->
          parsed().properties().stream()
              .map(field -> field.getKey() + "=" + human(field.getValue()))
              .collect(Collectors.joining(",", "[", "]"));
      case VALUE -> "[=" + human(parsed()) + "]";
      case INDEX -> "[" + name() + "]";
    };
  }

  private static String human(JsonNode value) {
    if (value.isTextual()) {
      return GoStrings.quote(value.textValue());
    }
    return value.isFloatingPointNumber() ? GoFloat.format(value.doubleValue()) : value.asText();
  }
}
