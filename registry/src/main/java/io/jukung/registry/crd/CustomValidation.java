package io.jukung.registry.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.crd.schema.EmbeddedRules;
import io.jukung.registry.crd.schema.ListTypes;
import io.jukung.registry.crd.schema.Patterns;
import io.jukung.registry.crd.schema.Structural;
import io.jukung.registry.crd.schema.ValueValidation;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.validation.NameRule;
import io.jukung.registry.validation.ObjectMeta;
import io.jukung.registry.validation.ObjectMetaValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is wrong with an object of a custom resource, in upstream's order ({@code
 * registry/customresource/validator.go} and {@code strategy.go} at v1.36).
 */
final class CustomValidation {
  private static final Set<FieldError.Type> BLOCKING =
      Set.of(
          FieldError.Type.NOT_SUPPORTED,
          FieldError.Type.REQUIRED,
          FieldError.Type.TOO_LONG,
          FieldError.Type.TOO_MANY,
          FieldError.Type.TYPE_INVALID);

  private final CustomSchema schema;
  private final Patterns patterns;

  CustomValidation(CustomSchema schema, Patterns patterns) {
    this.schema = schema;
    this.patterns = patterns;
  }

  List<FieldError> create(ObjectNode object) {
    List<FieldError> errors = typeMeta(object);
    if (!errors.isEmpty()) {
      return errors;
    }
    errors.addAll(
        ObjectMetaValidation.validate(
            ObjectMeta.of(object), schema.definition().namespaced(), NameRule.DNS_SUBDOMAIN));
    structural().ifPresent(s -> errors.addAll(values("").validate(object, s)));
    scale(object, true, errors);
    structural().ifPresent(s -> errors.addAll(EmbeddedRules.validate("", object, s)));
    errors.addAll(ListTypes.validate(object, structural().orElse(null)));
    rules(object, Optional.empty(), errors, _ -> {});
    return errors;
  }

  List<FieldError> update(ObjectNode object, ObjectNode old, Consumer<String> warnings) {
    List<FieldError> errors = typeMeta(object);
    if (!errors.isEmpty()) {
      return errors;
    }
    ObjectMetaValidation.validateUpdate(ObjectMeta.of(object), ObjectMeta.of(old), errors);
    structural().ifPresent(s -> errors.addAll(values("").validateUpdate(object, old, s)));
    scale(object, true, errors);
    structural().ifPresent(s -> errors.addAll(EmbeddedRules.validate("", object, s)));
    listTypes(object, old, errors);
    rules(object, Optional.of(old), errors, warnings);
    return errors;
  }

  List<FieldError> updateStatus(ObjectNode object, ObjectNode old, Consumer<String> warnings) {
    List<FieldError> errors = typeMeta(object);
    if (!errors.isEmpty()) {
      return errors;
    }
    ObjectMetaValidation.validateUpdate(ObjectMeta.of(object), ObjectMeta.of(old), errors);
    JsonNode status = object.get("status");
    Optional<Structural> described = structural().map(s -> s.properties().get("status"));
    if (status != null && described.isPresent()) {
      errors.addAll(values("status").validateUpdate(status, old.path("status"), described.get()));
    }
    scale(object, false, errors);
    listTypes(object, old, errors);
    rules(object, Optional.of(old), errors, warnings);
    return errors;
  }

  /** Rules count on the object having the schema's shape. */
  private void rules(
      ObjectNode object,
      Optional<JsonNode> old,
      List<FieldError> errors,
      Consumer<String> warnings) {
    if (schema.rules().isEmpty()) {
      return;
    }
    if (errors.stream().map(FieldError::type).anyMatch(BLOCKING::contains)) {
      errors.add(
          FieldError.invalid(
              "<nil>",
              (JsonNode) null,
              "some validation rules were not checked because the object was invalid; correct the"
                  + " existing errors to complete validation"));
    } else {
      errors.addAll(schema.rules().get().validate(object, old, warnings));
    }
  }

  private Optional<Structural> structural() {
    return schema.structural();
  }

  private ValueValidation values(String base) {
    return new ValueValidation(base, patterns);
  }

  /** Twins that were there before are not held against the writer. */
  private void listTypes(ObjectNode object, ObjectNode old, List<FieldError> errors) {
    if (ListTypes.validate(old, structural().orElse(null)).isEmpty()) {
      errors.addAll(ListTypes.validate(object, structural().orElse(null)));
    }
  }

  private void scale(ObjectNode object, boolean spec, List<FieldError> errors) {
    schema
        .scale()
        .ifPresent(
            scale -> {
              if (spec) {
                errors.addAll(scale.validateSpec(object));
              }
              errors.addAll(scale.validateStatus(object));
            });
  }

  private List<FieldError> typeMeta(ObjectNode object) {
    List<FieldError> errors = new ArrayList<>();
    must("kind", object, schema.kind().kind(), errors);
    must("apiVersion", object, schema.kind().apiVersion(), errors);
    return errors;
  }

  private static void must(
      String field, ObjectNode object, String expected, List<FieldError> errors) {
    String value = object.path(field).asText("");
    if (!value.equals(expected)) {
      errors.add(FieldError.invalid(field, value, "must be " + expected));
    }
  }
}
