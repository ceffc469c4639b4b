package io.jukung.registry.strategy.extensions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.crd.rules.Rules;
import io.jukung.registry.crd.schema.EmbeddedRules;
import io.jukung.registry.crd.schema.Patterns;
import io.jukung.registry.crd.schema.Pruning;
import io.jukung.registry.crd.schema.Structural;
import io.jukung.registry.crd.schema.ValueValidation;
import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the defaults of a schema are what it allows ({@code schema/defaulting/validation.go} at
 * v1.36). Used for one schema.
 */
final class DefaultRules {
  private static final Set<String> META = Set.of("metadata", "apiVersion", "kind");

  /** An index of a list among the keys of {@link Surroundings}. */
  private static final String ELEMENT = "";

  private final Patterns patterns;
  private final List<FieldError> errors = new ArrayList<>();

  DefaultRules(Patterns patterns) {
    this.patterns = patterns;
  }

  /**
   * The resource a part of a schema belongs to.
   *
   * @param schema of the resource
   * @param keys from the resource to the part
   */
  private record Surroundings(Structural schema, List<String> keys) {
    Surroundings child(String key) {
      List<String> more = new ArrayList<>(keys);
      more.add(key);
      return new Surroundings(schema, more);
    }

    /** A resource that has nothing but the value in its place. */
    ObjectNode with(JsonNode value) {
      JsonNode inner = value;
      for (String key : keys.reversed()) {
        if (key.equals(ELEMENT)) {
          ArrayNode list = JsonNodeFactory.instance.arrayNode();
          inner = list.add(inner);
        } else {
          ObjectNode holder = JsonNodeFactory.instance.objectNode();
          inner = holder.set(key, inner);
        }
      }
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      object.put("apiVersion", "validation/v1").put("kind", "Validation");
      object.setAll((ObjectNode) inner);
      return object;
    }
  }

  /**
   * What is wrong.
   *
   * @param schema of a whole object, as a resource
   */
  List<FieldError> validate(String path, Structural schema) {
    part(path, schema, new Surroundings(schema, List.of()), false);
    return errors;
  }

  private void part(String path, Structural schema, Surroundings around, boolean inMeta) {
    Surroundings here = schema.embeddedResource() ? new Surroundings(schema, List.of()) : around;
    boolean meta = inMeta && !schema.embeddedResource();
    JsonNode preset = schema.defaultValue();
    if (preset != null) {
      check(path + ".default", preset, schema, here, meta);
    }
    if (schema.items() != null) {
      part(path + ".items", schema.items(), here.child(ELEMENT), meta);
    }
    for (Map.Entry<String, Structural> property : schema.properties().entrySet()) {
      String name = property.getKey();
      part(
          path + ".properties[" + name + "]",
          property.getValue(),
          here.child(name),
          meta || (schema.embeddedResource() && META.contains(name)));
    }
  }

  private void check(
      String path, JsonNode preset, Structural schema, Surroundings around, boolean meta) {
    if (meta) {
      List<FieldError> wrong = EmbeddedRules.validate("", around.with(preset), around.schema());
      if (!wrong.isEmpty()) {
        errors.add(
            FieldError.invalid(
                path, preset, "must result in valid metadata: " + FieldError.aggregate(wrong)));
        return;
      }
    } else {
      JsonNode pruned = preset.deepCopy();
      Pruning.value(pruned, schema);
      if (!pruned.equals(preset)) {
        errors.add(FieldError.invalid(path, preset, "must not have unknown fields"));
      }
      List<FieldError> wrong = EmbeddedRules.validate(path, preset, schema);
      if (!wrong.isEmpty()) {
        errors.addAll(wrong);
        return;
      }
    }
    List<FieldError> values = new ValueValidation("", patterns).validate(preset, schema);
    if (!values.isEmpty()) {
      values.forEach(error -> errors.add(at(path, error)));
      return;
    }
    if (Rules.has(schema)) {
      Rules rules = new Rules(schema);
      List<FieldError> broken = rules.validate(preset, Optional.of(preset), _ -> {});
      if (broken.isEmpty()) {
        broken = rules.validate(preset, Optional.empty(), _ -> {});
      }
      broken.forEach(error -> errors.add(at(path, error)));
    }
  }

  private static FieldError at(String path, FieldError error) {
    String below = error.field().equals("<nil>") ? "" : "." + error.field();
    return new FieldError(error.type(), path + below, error.badValue(), error.detail());
  }
}
