package io.jukung.registry.strategy.extensions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.crd.schema.FieldPaths;
import io.jukung.registry.crd.schema.Structural;
import io.jukung.registry.status.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is wrong with the parts of a version beside its schema. */
final class PartRules {
  private static final Set<String> COLUMN_TYPES =
      new TreeSet<>(List.of("integer", "number", "string", "boolean", "date"));
  private static final Set<String> COLUMN_FORMATS =
      new TreeSet<>(
          List.of("int32", "int64", "float", "double", "byte", "date", "date-time", "password"));
  private static final Set<String> SELECTABLE_TYPES = Set.of("string", "boolean", "integer");
  private static final int MAX_SELECTABLE = 8;

  private final Optional<ObjectNode> before;
  private final List<FieldError> errors;

  /**
   * Rules of a definition.
   *
   * @param before the definition as it was, of a change
   * @param errors where to add
   */
  PartRules(Optional<ObjectNode> before, List<FieldError> errors) {
    this.before = before;
    this.errors = errors;
  }

  /** The warning of an old version. */
  void deprecation(JsonNode version, String path) {
    JsonNode warning = version.path("deprecationWarning");
    if (!warning.isTextual()) {
      return;
    }
    String text = warning.textValue();
    if (!version.path("deprecated").asBoolean(false)) {
      errors.add(FieldError.invalid(path, text, "can only be set for deprecated versions"));
      return;
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > 256) {
      errors.add(FieldError.invalid(path, text, "must be <= 256 characters long"));
    }
    if (text.isEmpty()) {
      errors.add(FieldError.invalid(path, text, "must not be an empty string"));
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        int index = text.substring(0, i).getBytes(StandardCharsets.UTF_8).length;
        errors.add(
            FieldError.invalid(
                path,
                text,
                "must only contain printable UTF-8 characters; non-printable character found at"
                    + " index "
                    + index));
        return;
      }
    }
  }

  /** The columns of tables. */
  void columns(JsonNode columns, String path) {
    for (int i = 0; i < columns.size(); i++) {
      column(columns.get(i), path + "[" + i + "]");
    }
  }

  /** The fields that selectors may name. */
  void selectable(JsonNode fields, JsonNode schema, String path) {
    Structural structural = Structural.of(schema.path("openAPIV3Schema"));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < fields.size(); i++) {
      String at = path + "[" + i + "].jsonPath";
      String field = DefinitionValidation.text(fields.get(i), "jsonPath");
      if (field.isEmpty()) {
        errors.add(FieldError.required(at, ""));
        continue;
      }
      FieldPaths.Found found = FieldPaths.find(field, structural, false);
      if (!found.error().isEmpty()) {
        errors.add(FieldError.invalid(at, field, "is an invalid path: " + found.error()));
        continue;
      }
      if (found.keys().getFirst().equals("metadata")) {
        errors.add(FieldError.invalid(at, field, "must not point to fields in metadata"));
      }
      if (!SELECTABLE_TYPES.contains(found.schema().map(Structural::type).orElse(""))) {
        errors.add(
            FieldError.invalid(
                at,
                field,
                "must point to a field of type string, boolean or integer. Enum string fields and"
                    + " strings with formats are allowed."));
      }
      if (!seen.add(String.join(".", found.keys()))) {
        errors.add(FieldError.duplicate(at, field));
      }
    }
    if (seen.size() > MAX_SELECTABLE && !hadTooMany(fields)) {
      errors.add(FieldError.tooMany(path, seen.size(), MAX_SELECTABLE));
    }
  }

  private boolean hadTooMany(JsonNode fields) {
    return before.isPresent()
        && before.get().path("spec").path("versions").findValues("selectableFields").stream()
            .anyMatch(old -> old.size() > MAX_SELECTABLE && old.equals(fields));
  }

  /** The scale subresource. */
  void scale(JsonNode scale, String path) {
    if (!scale.isObject()) {
      return;
    }
    replicas(scale, "specReplicasPath", ".spec.", path + ".scale.specReplicasPath");
    replicas(scale, "statusReplicasPath", ".status.", path + ".scale.statusReplicasPath");
    String selector = DefinitionValidation.text(scale, "labelSelectorPath");
    String at = path + ".scale.labelSelectorPath";
    if (!selector.isEmpty()
        && simplePath(selector, at)
        && !selector.startsWith(".spec.")
        && !selector.startsWith(".status.")) {
      errors.add(
          FieldError.invalid(at, selector, "should be a json path under either .spec or .status"));
    }
  }

  private void replicas(JsonNode scale, String field, String under, String at) {
    String path = DefinitionValidation.text(scale, field);
    if (path.isEmpty()) {
      errors.add(FieldError.required(at, ""));
    } else if (simplePath(path, at) && !path.startsWith(under)) {
      errors.add(
          FieldError.invalid(
              at, path, "should be a json path under " + under.substring(0, under.length() - 1)));
    }
  }

  private boolean simplePath(String path, String at) {
    if (path.charAt(0) == '.') {
      return true;
    }
    errors.add(FieldError.invalid(at, path, "must be a simple json path starting with ."));
    return false;
  }

  private void column(JsonNode column, String at) {
    if (DefinitionValidation.text(column, "name").isEmpty()) {
      errors.add(FieldError.required(at + ".name", ""));
    }
    String type = DefinitionValidation.text(column, "type");
    String types = "must be one of " + String.join(",", COLUMN_TYPES);
    if (type.isEmpty()) {
      errors.add(FieldError.required(at + ".type", types));
    } else if (!COLUMN_TYPES.contains(type)) {
      errors.add(FieldError.invalid(at + ".type", type, types));
    }
    String format = DefinitionValidation.text(column, "format");
    if (!format.isEmpty() && !COLUMN_FORMATS.contains(format)) {
      errors.add(
          FieldError.invalid(
              at + ".format", format, "must be one of " + String.join(",", COLUMN_FORMATS)));
    }
    String path = DefinitionValidation.text(column, "jsonPath");
    if (path.isEmpty()) {
      errors.add(FieldError.required(at + ".JSONPath", ""));
    } else {
      var _ = simplePath(path, at + ".JSONPath");
    }
  }
}
