package io.jukung.registry.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.registry.selector.LabelSyntax;
import io.jukung.registry.status.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The checks of {@code metadata} that all kinds share, in upstream's order ({@code
 * apimachinery/pkg/api/validation/objectmeta.go} at v1.36).
 */
public final class ObjectMetaValidation {
  /** What upstream says of a field that may not change. */
  public static final String IMMUTABLE = "field is immutable";

  /** The finalizer that keeps an object until its dependents are orphaned. */
  public static final String ORPHAN = "orphan";

  /** The finalizer that keeps an object until its dependents are deleted. */
  public static final String FOREGROUND_DELETION = "foregroundDeletion";

  private static final int ANNOTATIONS_MAX_BYTES = 256 << 10;
  private static final Set<String> STANDARD_FINALIZERS =
      Set.of("kubernetes", ORPHAN, FOREGROUND_DELETION);

  private ObjectMetaValidation() {}

  /** What is wrong with the metadata of a new object, whose name has been generated. */
  public static List<FieldError> validate(ObjectMeta meta, boolean namespaced, NameRule names) {
    List<FieldError> errors = new ArrayList<>();
    validate(meta, namespaced, names, errors);
    return errors;
  }

  /** As above, added to {@code errors}. */
  public static void validate(
      ObjectMeta meta, boolean namespaced, NameRule names, List<FieldError> errors) {
    validateGenerateName(meta, names, errors);
    validateNamed(meta, namespaced, names, errors);
  }

  /** What is wrong with what a name was, or would be, generated from. */
  public static void validateGenerateName(
      ObjectMeta meta, NameRule names, List<FieldError> errors) {
    if (!meta.generateName().isEmpty()) {
      for (String error : names.errors(meta.generateName(), true)) {
        errors.add(FieldError.invalid("metadata.generateName", meta.generateName(), error));
      }
    }
  }

  /** What is wrong with the metadata of a new object but for {@code generateName}. */
  public static void validateNamed(
      ObjectMeta meta, boolean namespaced, NameRule names, List<FieldError> errors) {
    if (meta.name().isEmpty()) {
      errors.add(FieldError.required("metadata.name", "name or generateName is required"));
    } else {
      for (String error : names.errors(meta.name(), false)) {
        errors.add(FieldError.invalid("metadata.name", meta.name(), error));
      }
    }
    namespace(meta, namespaced, errors);
    if (meta.generation() < 0) {
      errors.add(
          FieldError.invalid(
              "metadata.generation",
              LongNode.valueOf(meta.generation()),
              "must be greater than or equal to 0"));
    }
    labels(meta.labels(), "metadata.labels", errors);
    annotations(meta.annotations(), "metadata.annotations", errors);
    ownerReferences(meta.ownerReferences(), errors);
    finalizers(meta.finalizers(), errors);
  }

  /** The further check on finalizers that the built-in kinds make: a short one must be known. */
  public static void validateFinalizerNames(ObjectMeta meta, List<FieldError> errors) {
    List<String> finalizers = meta.finalizers();
    for (int i = 0; i < finalizers.size(); i++) {
      String finalizer = finalizers.get(i);
      if (finalizer.indexOf('/') < 0 && !STANDARD_FINALIZERS.contains(finalizer)) {
        errors.add(
            FieldError.invalid(
                "metadata.finalizers[" + i + "]",
                finalizer,
                "name is neither a standard finalizer name nor is it fully qualified"));
      }
    }
  }

  /** What an update may not do to metadata. */
  public static void validateUpdate(ObjectMeta meta, ObjectMeta old, List<FieldError> errors) {
    if (old.isDeleting()) {
      noNewFinalizers(meta.finalizers(), old.finalizers(), errors);
    }
    if (meta.resourceVersion().isEmpty()) {
      errors.add(
          FieldError.invalid("metadata.resourceVersion", "", "must be specified for an update"));
    }
    if (meta.generation() < old.generation()) {
      errors.add(
          FieldError.invalid(
              "metadata.generation",
              LongNode.valueOf(meta.generation()),
              "must not be decremented"));
    }
    immutableText("metadata.name", meta.name(), old.name(), errors);
    immutableText("metadata.namespace", meta.namespace(), old.namespace(), errors);
    immutableText("metadata.uid", meta.uid(), old.uid(), errors);
    immutableTime(
        "metadata.creationTimestamp", meta.creationTimestamp(), old.creationTimestamp(), errors);
    immutableTime(
        "metadata.deletionTimestamp", meta.deletionTimestamp(), old.deletionTimestamp(), errors);
    if (!meta.deletionGracePeriodSeconds().equals(old.deletionGracePeriodSeconds())) {
      errors.add(
          FieldError.invalid(
              "metadata.deletionGracePeriodSeconds",
              meta.deletionGracePeriodSeconds().isPresent()
                  ? LongNode.valueOf(meta.deletionGracePeriodSeconds().getAsLong())
                  : null,
              IMMUTABLE));
    }
    labels(meta.labels(), "metadata.labels", errors);
    annotations(meta.annotations(), "metadata.annotations", errors);
    ownerReferences(meta.ownerReferences(), errors);
  }

  /** What is wrong with labels. */
  public static List<FieldError> validateLabels(Map<String, String> labels, String field) {
    List<FieldError> errors = new ArrayList<>();
    labels(labels, field, errors);
    return errors;
  }

  /** What is wrong with annotations. */
  public static List<FieldError> validateAnnotations(
      Map<String, String> annotations, String field) {
    List<FieldError> errors = new ArrayList<>();
    annotations(annotations, field, errors);
    return errors;
  }

  private static void namespace(ObjectMeta meta, boolean namespaced, List<FieldError> errors) {
    String namespace = meta.namespace();
    if (!namespaced) {
      if (!namespace.isEmpty()) {
        errors.add(FieldError.forbidden("metadata.namespace", "not allowed on this type"));
      }
    } else if (namespace.isEmpty()) {
      errors.add(FieldError.required("metadata.namespace", ""));
    } else {
      for (String error : NameRule.DNS_LABEL.errors(namespace, false)) {
        errors.add(FieldError.invalid("metadata.namespace", namespace, error));
      }
    }
  }

  private static void labels(Map<String, String> labels, String field, List<FieldError> errors) {
    labels.forEach(
        (key, value) -> {
          for (String error : LabelSyntax.keyErrors(key)) {
            errors.add(FieldError.invalid(field, key, error));
          }
          for (String error : LabelSyntax.valueErrors(value)) {
            errors.add(FieldError.invalid(field, value, error));
          }
        });
  }

  private static void annotations(
      Map<String, String> annotations, String field, List<FieldError> errors) {
    long bytes = 0;
    for (Map.Entry<String, String> annotation : annotations.entrySet()) {
      for (String error : LabelSyntax.keyErrors(annotation.getKey().toLowerCase(Locale.ROOT))) {
        errors.add(FieldError.invalid(field, annotation.getKey(), error));
      }
      bytes += annotation.getKey().getBytes(StandardCharsets.UTF_8).length;
      bytes += annotation.getValue().getBytes(StandardCharsets.UTF_8).length;
    }
    if (bytes > ANNOTATIONS_MAX_BYTES) {
      errors.add(FieldError.tooLong(field, ANNOTATIONS_MAX_BYTES));
    }
  }

  private static void ownerReferences(JsonNode references, List<FieldError> errors) {
    String field = "metadata.ownerReferences";
    String controller = "";
    for (JsonNode reference : references) {
      ownerReference(reference, field, errors);
      if (reference.path("controller").asBoolean(false)) {
        String name = text(reference, "kind") + "/" + text(reference, "name");
        if (controller.isEmpty()) {
          controller = name;
        } else {
          errors.add(
              FieldError.invalid(
                  field,
                  references,
                  "Only one reference can have Controller set to true. Found \"true\" in references"
                      + " for "
                      + controller
                      + " and "
                      + name));
        }
      }
    }
  }

  private static void ownerReference(JsonNode reference, String field, List<FieldError> errors) {
    String apiVersion = text(reference, "apiVersion");
    if (apiVersion.isEmpty() || apiVersion.endsWith("/") || apiVersion.split("/", -1).length > 2) {
      errors.add(
          FieldError.invalid(field + ".apiVersion", apiVersion, "version must not be empty"));
    }
    for (String part : List.of("kind", "name", "uid")) {
      String value = text(reference, part);
      if (value.isEmpty()) {
        errors.add(FieldError.invalid(field + "." + part, value, "must not be empty"));
      }
    }
    if (apiVersion.equals("v1") && text(reference, "kind").equals("Event")) {
      errors.add(
          FieldError.invalid(
              field, reference, "/v1, Kind=Event is disallowed from being an owner"));
    }
  }

  private static void finalizers(List<String> finalizers, List<FieldError> errors) {
    String field = "metadata.finalizers";
    for (String finalizer : finalizers) {
      for (String error : LabelSyntax.keyErrors(finalizer)) {
        errors.add(FieldError.invalid(field, finalizer, error));
      }
    }
    if (finalizers.contains(ORPHAN) && finalizers.contains(FOREGROUND_DELETION)) {
      errors.add(
          new FieldError(
              FieldError.Type.INVALID,
              field,
              finalizers.stream().map(FieldError::quote).collect(Collectors.joining(",", "[", "]")),
              "finalizer orphan and foregroundDeletion cannot be both set"));
    }
  }

  private static void noNewFinalizers(
      List<String> finalizers, List<String> old, List<FieldError> errors) {
    Set<String> extra = new TreeSet<>(finalizers);
    old.forEach(extra::remove);
    if (!extra.isEmpty()) {
      errors.add(
          FieldError.forbidden(
              "metadata.finalizers",
              "no new finalizers can be added if the object is being deleted, found new finalizers "
                  + extra.stream()
                      .map(FieldError::quote)
                      .collect(Collectors.joining(", ", "[]string{", "}"))));
    }
  }

  private static void immutableText(
      String field, String value, String old, List<FieldError> errors) {
    if (!value.equals(old)) {
      errors.add(FieldError.invalid(field, TextNode.valueOf(value), IMMUTABLE));
    }
  }

  private static void immutableTime(
      String field, String value, String old, List<FieldError> errors) {
    if (!value.equals(old)) {
      errors.add(
          FieldError.invalid(field, value.isEmpty() ? null : TextNode.valueOf(value), IMMUTABLE));
    }
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }
}
