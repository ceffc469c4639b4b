package io.jukung.registry.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jukung.registry.codec.YamlCodec;
import io.jukung.registry.codec.value.GoDuration;
import io.jukung.registry.codec.value.ValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One object of a configuration file. Whoever reads it says which fields it may have; values of a
 * wrong type are errors that name the field's path.
 */
public final class ConfigNode {
  private final String path;
  private final JsonNode node;

  private ConfigNode(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  /**
   * The object in a file.
   *
   * @param apiVersions those that are understood
   * @throws ConfigException when it can't be read, or is of another kind
   */
  public static ConfigNode read(Path file, String kind, Collection<String> apiVersions) {
    try {
      return parse(Files.readAllBytes(file), kind, apiVersions);
    } catch (IOException e) {
      throw new ConfigException("can't read " + file + ": " + e.getMessage());
    }
  }

  /**
   * The object in a text, as {@link #read}.
   *
   * @throws ConfigException when it can't be read, or is of another kind
   */
  public static ConfigNode parse(byte[] text, String kind, Collection<String> apiVersions) {
    ConfigNode root = parse(text);
    String apiVersion = root.text("apiVersion");
    if (!root.text("kind").equals(kind) || !apiVersions.contains(apiVersion)) {
      throw new ConfigException(
          "no kind \""
              + root.text("kind")
              + "\" is registered for version \""
              + apiVersion
              + "\"; expected "
              + kind
              + " of "
              + String.join(" or ", apiVersions));
    }
    return root;
  }

  /**
   * The object in a text of a form that has no kind.
   *
   * @throws ConfigException when it can't be read
   */
  public static ConfigNode parse(byte[] text) {
    if (text.length == 0) {
      throw new ConfigException("it is empty");
    }
    try {
      ConfigNode root = new ConfigNode("", new YamlCodec().tree(text));
      if (!root.node.isObject()) {
        throw new ConfigException("expected an object");
      }
      return root;
    } catch (ValueException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /** Where this is, such as {@code rules[0]}; empty for the whole. */
  public String path() {
    return path;
  }

  /** The path of a field. */
  public String path(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  /**
   * Refuses fields that mean nothing here.
   *
   * @throws ConfigException naming the first
   */
  public ConfigNode allow(Set<String> fields) {
    for (String name : (Iterable<String>) node::fieldNames) {
      if (!fields.contains(name)) {
        throw new ConfigException("strict decoding error: unknown field \"" + path(name) + "\"");
      }
    }
    return this;
  }

  /** Whether a field is there and not null. */
  public boolean has(String field) {
    return node.hasNonNull(field);
  }

  private JsonNode get(String field) {
    JsonNode value = node.get(field);
    return value == null || value.isNull() ? MissingNode.getInstance() : value;
  }

  /** A string; empty when it is not there. */
  public String text(String field) {
    JsonNode value = get(field);
    if (value.isMissingNode()) {
      return "";
    }
    if (!value.isTextual()) {
      throw wrong(field, "a string");
    }
    return value.textValue();
  }

  /** A boolean, when it is there. */
  public Optional<Boolean> flag(String field) {
    JsonNode value = get(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      throw wrong(field, "a boolean");
    }
    return Optional.of(value.booleanValue());
  }

  /** A whole number, when it is there. */
  public Optional<Long> number(String field) {
    JsonNode value = get(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
      throw wrong(field, "a whole number");
    }
    return Optional.of(value.longValue());
  }

  /** A duration in Go's form, such as {@code 3s}, when it is there. */
  public Optional<Duration> duration(String field) {
    if (!has(field)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Duration.ofNanos(GoDuration.parse(text(field))));
    } catch (ValueException e) {
      throw new ConfigException(path(field) + ": " + e.getMessage());
    }
  }

  /** An object, when it is there. */
  public Optional<ConfigNode> child(String field) {
    JsonNode value = get(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isObject()) {
      throw wrong(field, "an object");
    }
    return Optional.of(new ConfigNode(path(field), value));
  }

  /** A list of objects; empty when it is not there. */
  public List<ConfigNode> children(String field) {
    List<ConfigNode> children = new ArrayList<>();
    for (JsonNode element : list(field)) {
      if (!element.isObject()) {
        throw wrong(field + "[" + children.size() + "]", "an object");
      }
      children.add(new ConfigNode(path(field) + "[" + children.size() + "]", element));
    }
    return children;
  }

  /** A list of strings; empty when it is not there. */
  public List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list(field)) {
      if (!element.isTextual()) {
        throw wrong(field + "[" + texts.size() + "]", "a string");
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  /** A field whatever it is, to be read by somebody else; empty when it is not there. */
  public Optional<JsonNode> raw(String field) {
    return Optional.of(get(field)).filter(value -> !value.isMissingNode());
  }

  private JsonNode list(String field) {
    JsonNode value = get(field);
    if (!value.isMissingNode() && !value.isArray()) {
      throw wrong(field, "a list");
    }
    return value;
  }

  private ConfigException wrong(String field, String expected) {
    return new ConfigException(path(field) + ": expected " + expected);
  }
}
