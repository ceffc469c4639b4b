package io.jukung.admission.eventratelimit;

import com.fasterxml.jackson.databind.node.IntNode;
import io.jukung.registry.config.ConfigException;
import io.jukung.registry.config.ConfigNode;
import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One limit. Immutable.
 *
 * @param perSecond events a second in the long run
 * @param burst events at once
 * @param remembered of how many keys the rate is known
 */
record EventLimit(Type type, int perSecond, int burst, int remembered) {
  private static final int DEFAULT_CACHE = 4096;

  /** What is counted together, by upstream's names. */
  enum Type {
    Server,
    Namespace,
    User,
    SourceAndObject
  }

  /**
   * Reads a configuration.
   *
   * @throws ConfigException with all that is wrong with it
   */
  static List<EventLimit> of(Optional<byte[]> text) {
    List<FieldError> errors = new ArrayList<>();
    List<EventLimit> limits = new ArrayList<>();
    text.ifPresent(bytes -> read(bytes, limits, errors));
    if (limits.isEmpty()) {
      errors.add(new FieldError(FieldError.Type.INVALID, "limits", "null", "must not be empty"));
    }
    if (!errors.isEmpty()) {
      throw new ConfigException(FieldError.aggregate(errors));
    }
    return List.copyOf(limits);
  }

  private static void read(byte[] text, List<EventLimit> limits, List<FieldError> errors) {
    ConfigNode root =
        ConfigNode.parse(text, "Configuration", List.of("eventratelimit.admission.k8s.io/v1alpha1"))
            .allow(Set.of("apiVersion", "kind", "limits"));
    for (ConfigNode node : root.children("limits")) {
      node.allow(Set.of("type", "qps", "burst", "cacheSize"));
      Optional<Type> type =
          Arrays.stream(Type.values()).filter(t -> t.name().equals(node.text("type"))).findFirst();
      if (type.isEmpty()) {
        errors.add(
            FieldError.notSupported(
                node.path("type"),
                node.text("type"),
                Arrays.stream(Type.values()).map(Type::name).sorted().toList()));
      }
      int burst = number(node, "burst");
      int perSecond = number(node, "qps");
      int cache = number(node, "cacheSize");
      positive(node, "burst", burst, errors);
      positive(node, "qps", perSecond, errors);
      if (cache < 0 && !node.text("type").equals(Type.Server.name())) {
        errors.add(
            FieldError.invalid(
                node.path("cacheSize"), IntNode.valueOf(cache), "must not be negative"));
      }
      limits.add(
          new EventLimit(
              type.orElse(Type.Server), perSecond, burst, cache <= 0 ? DEFAULT_CACHE : cache));
    }
  }

  private static int number(ConfigNode node, String field) {
    long number = node.number(field).orElse(0L);
    if (number != (int) number) {
      throw new ConfigException(node.path(field) + ": expected a number of 32 bits");
    }
    return (int) number;
  }

  private static void positive(ConfigNode node, String field, int value, List<FieldError> errors) {
    if (value <= 0) {
      errors.add(FieldError.invalid(node.path(field), IntNode.valueOf(value), "must be positive"));
    }
  }
}
