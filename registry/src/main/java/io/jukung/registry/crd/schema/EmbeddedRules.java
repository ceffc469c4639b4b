package io.jukung.registry.crd.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.validation.NameRule;
import io.jukung.registry.validation.ObjectMeta;
import io.jukung.registry.validation.ObjectMetaValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether objects inside of objects ({@code x-kubernetes-embedded-resource}) say properly what they
 * are ({@code schema/objectmeta/validation.go} at v1.36).
 */
public final class EmbeddedRules {
  private final List<FieldError> errors = new ArrayList<>();

  private EmbeddedRules() {}

  /**
   * What is wrong with a value.
   *
   * @param path where it stands; empty for a whole object
   */
  public static List<FieldError> validate(String path, JsonNode value, Structural schema) {
    EmbeddedRules rules = new EmbeddedRules();
    rules.value(path, value, schema);
    return rules.errors;
  }

  private void value(String path, JsonNode value, @Nullable Structural schema) {
    if (schema == null) {
      return;
    }
    if (value instanceof ObjectNode object) {
      if (schema.embeddedResource()) {
        resource(path, object);
      }
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        Structural property = schema.properties().get(field.getKey());
        if (property != null) {
          value(child(path, field.getKey()), field.getValue(), property);
        } else {
          value(path + "[" + field.getKey() + "]", field.getValue(), schema.additional());
        }
      }
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        value(path + "[" + i + "]", value.get(i), schema.items());
      }
    }
  }

  private static String child(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private void resource(String path, ObjectNode object) {
    String version = child(path, "apiVersion");
    String kind = child(path, "kind");
    if (!object.has("apiVersion")) {
      errors.add(FieldError.required(version, ""));
    }
    if (!object.has("kind")) {
      errors.add(FieldError.required(kind, ""));
    }
    text(version, object.get("apiVersion"))
        .filter(text -> text.indexOf('/') != text.lastIndexOf('/'))
        .ifPresent(
            text ->
                errors.add(
                    FieldError.invalid(version, text, "unexpected GroupVersion string: " + text)));
    text(kind, object.get("kind"))
        .ifPresent(
            text -> {
              List<String> wrong =
                  NameRule.DNS_1035_LABEL.errors(text.toLowerCase(Locale.ROOT), false);
              if (!wrong.isEmpty()) {
                errors.add(
                    FieldError.invalid(
                        kind,
                        text,
                        "may have mixed case, but should otherwise match: "
                            + String.join(",", wrong)));
              }
            });
    metadata(path, object);
  }

  private java.util.Optional<String> text(String path, @Nullable JsonNode value) {
    if (value == null) {
      return java.util.Optional.empty();
    }
    if (!(value instanceof TextNode text)) {
      errors.add(FieldError.invalid(path, value, "must be a string"));
      return java.util.Optional.empty();
    }
    if (text.textValue().isEmpty()) {
      errors.add(FieldError.invalid(path, "", "must not be empty"));
      return java.util.Optional.empty();
    }
    return java.util.Optional.of(text.textValue());
  }

  private void metadata(String path, ObjectNode object) {
    if (!(object.get("metadata") instanceof ObjectNode)) {
      return;
    }
    ObjectMeta meta = ObjectMeta.of(object.deepCopy());
    if (meta.name().isEmpty()) {
      meta.node().put("name", "fakename"); // its absence is no fault here
    }
    for (FieldError error :
        ObjectMetaValidation.validate(meta, !meta.namespace().isEmpty(), NameRule.PATH_SEGMENT)) {
      errors.add(
          new FieldError(
              error.type(), child(path, error.field()), error.badValue(), error.detail()));
    }
  }
}
