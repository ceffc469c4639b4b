package io.jukung.registry.crd.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.cel.Expression;
import io.jukung.registry.cel.FieldNames;
import io.jukung.registry.crd.schema.Structural;
import io.jukung.registry.crd.schema.ValueRules;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How large the values of a schema may be, by its limits or else by what fits into a request.
 * Immutable. Upstream: {@code SchemaDeclType} of {@code apiserver/pkg/cel/common/schemas.go} at
 * v1.36.
 *
 * @param most elements, entries or bytes; 0 where size does not matter
 * @param least the fewest bytes such a value takes as JSON
 */
record DeclaredSizes(
    long most,
    long least,
    @Nullable DeclaredSizes element,
    @Nullable DeclaredSizes key,
    Map<String, DeclaredSizes> fields)
    implements Expression.Sizes {
  private static final long REQUEST = 3 << 20;
  private static final long TEXT = REQUEST - 2;
  private static final DeclaredSizes STRING = scalar(TEXT, 2);

  private static DeclaredSizes scalar(long most, long least) {
    return new DeclaredSizes(most, least, null, null, Map.of());
  }

  /** How often a value of this size may be in one request at most. */
  long cardinality() {
    return REQUEST / (least + 1);
  }

  @Override
  public Optional<Long> of(List<String> path) {
    DeclaredSizes at = this;
    for (String step : path.subList(1, path.size())) {
      at =
          switch (step) {
            case "@items", "@values" -> at.element;
            case "@keys" -> at.key;
            default -> at.fields.get(step);
          };
      if (at == null) {
        return Optional.empty();
      }
    }
    return Optional.of(at.most);
  }

  /**
   * The sizes of a schema.
   *
   * @param resource whether it is a whole object, with kind, version and metadata
   * @return null when it has no type that rules know
   */
  static @Nullable DeclaredSizes of(Structural schema, boolean resource) {
    ValueRules values = schema.values();
    if (schema.intOrString()) {
      return scalar(values.maxLength() == null ? TEXT : bytes(values.maxLength()), 1);
    }
    return switch (schema.type()) {
      case "array" -> list(schema);
      case "object" -> schema.additional() == null ? object(schema, resource) : map(schema);
      case "string" -> string(values);
      case "boolean" -> scalar(0, 4);
      case "number", "integer" -> scalar(0, 1);
      default -> null;
    };
  }

  private static long limit(JsonNode number) {
    return Math.max(0, number.longValue());
  }

  /** A character may take four bytes. */
  private static long bytes(JsonNode maxLength) {
    return limit(maxLength) * 4;
  }

  private static @Nullable DeclaredSizes list(Structural schema) {
    Structural items = schema.items();
    DeclaredSizes element = items == null ? null : of(items, items.embeddedResource());
    if (element == null) {
      return null;
    }
    JsonNode maxItems = schema.values().maxItems();
    long most = maxItems == null ? TEXT / (element.least + 1) : limit(maxItems);
    return new DeclaredSizes(most, 2, element, null, Map.of());
  }

  private static @Nullable DeclaredSizes map(Structural schema) {
    Structural additional = schema.additional();
    DeclaredSizes value = additional == null ? null : of(additional, additional.embeddedResource());
    if (value == null) {
      return null;
    }
    JsonNode maxProperties = schema.values().maxProperties();
    long most = maxProperties == null ? TEXT / (value.least + 6) : limit(maxProperties);
    // Upstream's type of keys has no size of its own.
    return new DeclaredSizes(most, 2, value, scalar(0, 2), Map.of());
  }

  private static DeclaredSizes object(Structural schema, boolean resource) {
    Map<String, DeclaredSizes> fields = new HashMap<>();
    long least = 2;
    for (Map.Entry<String, Structural> property : schema.properties().entrySet()) {
      String name = property.getKey();
      if (resource && List.of("kind", "apiVersion", "metadata").contains(name)) {
        continue;
      }
      Structural below = property.getValue();
      DeclaredSizes size = of(below, below.embeddedResource());
      if (size != null) {
        fields.put(FieldNames.escape(name), size);
        if (schema.values().required().contains(name) && below.defaultValue() == null) {
          least += name.getBytes(StandardCharsets.UTF_8).length + size.least + 4;
        }
      }
    }
    if (resource) {
      fields.put("kind", STRING);
      fields.put("apiVersion", STRING);
      fields.put(
          "metadata",
          new DeclaredSizes(0, 2, null, null, Map.of("name", STRING, "generateName", STRING)));
    }
    return new DeclaredSizes(0, least, null, null, fields);
  }

  private static DeclaredSizes string(ValueRules values) {
    return switch (values.format()) {
      case "byte" -> scalar(values.maxLength() == null ? TEXT : limit(values.maxLength()), 2);
      case "duration" -> scalar(32, 3);
      case "date" -> scalar(12, 12);
      case "date-time" -> scalar(32, 21);
      default -> {
        if (values.maxLength() != null) {
          yield scalar(bytes(values.maxLength()), 2);
        }
        long longest =
            values.enumValues().stream()
                .filter(JsonNode::isTextual)
                .mapToLong(v -> v.textValue().getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
        yield scalar(values.enumValues().isEmpty() ? TEXT : longest, 2);
      }
    };
  }
}
