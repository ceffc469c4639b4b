package io.jukung.registry.strategy.extensions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.validation.NameRule;
import io.jukung.registry.validation.ObjectMetaValidation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is wrong with a definition ({@code apis/apiextensions/validation/validation.go} at v1.36).
 * Used for one definition.
 */
final class DefinitionValidation {
  private static final Set<String> COLUMN_TYPES =
      new TreeSet<>(List.of("integer", "number", "string", "boolean", "date"));
  private static final Set<String> COLUMN_FORMATS =
      new TreeSet<>(
          List.of("int32", "int64", "float", "double", "byte", "date", "date-time", "password"));

  private final JsonNode spec;
  private final JsonNode status;
  private final List<FieldError> errors = new ArrayList<>();

  private DefinitionValidation(ObjectNode definition) {
    this.spec = definition.path("spec");
    this.status = definition.path("status");
  }

  /** What is wrong with a new definition, its metadata aside. */
  static List<FieldError> create(ObjectNode definition) {
    DefinitionValidation validation = new DefinitionValidation(definition);
    validation.spec();
    validation.storedVersions();
    validation.preserveUnknownFields(false);
    return validation.errors;
  }

  /** What is wrong with a changed definition. */
  static List<FieldError> update(ObjectNode definition, ObjectNode old) {
    DefinitionValidation validation = new DefinitionValidation(definition);
    validation.spec();
    validation.unchanged(old);
    validation.storedVersions();
    validation.preserveUnknownFields(
        old.path("spec").path("preserveUnknownFields").asBoolean(false));
    return validation.errors;
  }

  /** The error about a name that does not follow from the spec; empty when it does. */
  static String nameError(ObjectNode definition) {
    JsonNode spec = definition.path("spec");
    String wanted = text(spec.path("names"), "plural") + "." + text(spec, "group");
    return text(definition.path("metadata"), "name").equals(wanted)
        ? ""
        : "must be spec.names.plural+\".\"+spec.group";
  }

  static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }

  private void spec() {
    group();
    String scope = text(spec, "scope");
    if (scope.isEmpty()) {
      errors.add(FieldError.required("spec.scope", ""));
    } else if (!scope.equals("Cluster") && !scope.equals("Namespaced")) {
      errors.add(FieldError.notSupported("spec.scope", scope, List.of("Cluster", "Namespaced")));
    }
    versions();
    names(spec.path("names"));
    conversion(spec.path("conversion"));
  }

  private void group() {
    String group = text(spec, "group");
    if (group.isEmpty()) {
      errors.add(FieldError.required("spec.group", ""));
      return;
    }
    List<String> wrong = NameRule.DNS_SUBDOMAIN.errors(group, false);
    if (!wrong.isEmpty()) {
      errors.add(FieldError.invalid("spec.group", group, String.join(",", wrong)));
    } else if (group.indexOf('.') < 0) {
      errors.add(
          FieldError.invalid("spec.group", group, "should be a domain with at least one dot"));
    }
  }

  private void versions() {
    JsonNode versions = spec.path("versions");
    Set<String> names = new HashSet<>();
    boolean unique = true;
    int storage = 0;
    for (int i = 0; i < versions.size(); i++) {
      JsonNode version = versions.get(i);
      if (!version.path("schema").path("openAPIV3Schema").isObject()) {
        errors.add(FieldError.required("spec.versions[" + i + "].schema.openAPIV3Schema", ""));
      }
    }
    for (int i = 0; i < versions.size(); i++) {
      JsonNode version = versions.get(i);
      storage += version.path("storage").asBoolean(false) ? 1 : 0;
      unique &= names.add(text(version, "name"));
      label("spec.versions[" + i + "].name", text(version, "name"), "");
      version(version, i);
    }
    if (!unique) {
      errors.add(
          FieldError.invalid("spec.versions", versions, "must contain unique version names"));
    }
    if (storage != 1) {
      errors.add(
          FieldError.invalid(
              "spec.versions",
              versions,
              "must have exactly one version marked as storage version"));
    }
  }

  private void version(JsonNode version, int index) {
    JsonNode warning = version.path("deprecationWarning");
    if (warning.isTextual() && !version.path("deprecated").asBoolean(false)) {
      errors.add(
          FieldError.invalid(
              "spec.versions[" + index + "].deprecationWarning",
              warning,
              "can only be set for deprecated versions"));
    }
    boolean first = index == 0;
    if (first || !shared("schema")) {
      JsonNode schema = version.path("schema").path("openAPIV3Schema");
      if (schema.isObject()) {
        boolean status = version.path("subresources").path("status").isObject();
        String path = place("schema", "validation", index) + ".openAPIV3Schema";
        errors.addAll(SchemaRules.validate(path, schema, status));
      }
    }
    if (first || !shared("subresources")) {
      scale(
          version.path("subresources").path("scale"), place("subresources", "subresources", index));
    }
    if (first || !shared("additionalPrinterColumns")) {
      String path = place("additionalPrinterColumns", "additionalPrinterColumns", index);
      JsonNode columns = version.path("additionalPrinterColumns");
      for (int i = 0; i < columns.size(); i++) {
        column(columns.get(i), path + "[" + i + "]");
      }
    }
  }

  /** Upstream keeps what all versions share at the top, and says so in its errors. */
  private boolean shared(String field) {
    JsonNode first = spec.path("versions").path(0).path(field);
    for (JsonNode version : spec.path("versions")) {
      if (!version.path(field).equals(first)) {
        return false;
      }
    }
    return true;
  }

  private String place(String field, String top, int index) {
    return shared(field) ? "spec." + top : "spec.versions[" + index + "]." + field;
  }

  private void scale(JsonNode scale, String path) {
    if (!scale.isObject()) {
      return;
    }
    replicas(scale, "specReplicasPath", ".spec.", path + ".scale.specReplicasPath");
    replicas(scale, "statusReplicasPath", ".status.", path + ".scale.statusReplicasPath");
    String selector = text(scale, "labelSelectorPath");
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
    String path = text(scale, field);
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
    if (text(column, "name").isEmpty()) {
      errors.add(FieldError.required(at + ".name", ""));
    }
    String type = text(column, "type");
    String types = "must be one of " + String.join(",", COLUMN_TYPES);
    if (type.isEmpty()) {
      errors.add(FieldError.required(at + ".type", types));
    } else if (!COLUMN_TYPES.contains(type)) {
      errors.add(FieldError.invalid(at + ".type", type, types));
    }
    String format = text(column, "format");
    if (!format.isEmpty() && !COLUMN_FORMATS.contains(format)) {
      errors.add(
          FieldError.invalid(
              at + ".format", format, "must be one of " + String.join(",", COLUMN_FORMATS)));
    }
    String path = text(column, "jsonPath");
    if (path.isEmpty()) {
      errors.add(FieldError.required(at + ".JSONPath", ""));
    } else {
      var _ = simplePath(path, at + ".JSONPath");
    }
  }

  private void names(JsonNode names) {
    for (String field : List.of("plural", "singular", "kind", "listKind")) {
      if (text(names, field).isEmpty()) {
        errors.add(FieldError.required("spec.names." + field, ""));
      }
    }
    label("spec.names.plural", text(names, "plural"), "");
    label("spec.names.singular", text(names, "singular"), "");
    String mixed = "may have mixed case, but should otherwise match: ";
    label("spec.names.kind", text(names, "kind"), mixed);
    label("spec.names.listKind", text(names, "listKind"), mixed);
    list("spec.names.shortNames", names.path("shortNames"));
    if (!text(names, "kind").isEmpty() && text(names, "kind").equals(text(names, "listKind"))) {
      errors.add(
          FieldError.invalid(
              "spec.names.listKind",
              text(names, "listKind"),
              "kind and listKind may not be the same"));
    }
    list("spec.names.categories", names.path("categories"));
  }

  private void list(String path, JsonNode names) {
    for (int i = 0; i < names.size(); i++) {
      label(path + "[" + i + "]", names.get(i).asText(), "");
    }
  }

  private void label(String path, String name, String mixed) {
    String checked = mixed.isEmpty() ? name : name.toLowerCase(Locale.ROOT);
    boolean version = path.startsWith("spec.versions");
    List<String> wrong =
        name.isEmpty() && !version ? List.of() : NameRule.DNS_1035_LABEL.errors(checked, false);
    if (!wrong.isEmpty()) {
      errors.add(FieldError.invalid(path, name, mixed + String.join(",", wrong)));
    }
  }

  private void conversion(JsonNode conversion) {
    String strategy = text(conversion, "strategy");
    if (strategy.isEmpty() && conversion.isObject()) {
      errors.add(FieldError.required("spec.conversion.strategy", ""));
      return;
    }
    JsonNode webhook = conversion.path("webhook");
    switch (strategy) {
      case "", "None" -> {
        if (webhook.isObject()) {
          errors.add(
              FieldError.forbidden(
                  "spec.conversion.webhookClientConfig",
                  "should not be set when strategy is not set to Webhook"));
        }
      }
      case "Webhook" -> webhook(webhook);
      default ->
          errors.add(
              FieldError.notSupported(
                  "spec.conversion.strategy", strategy, List.of("None", "Webhook")));
    }
  }

  private void webhook(JsonNode webhook) {
    JsonNode client = webhook.path("clientConfig");
    if (!client.isObject()) {
      errors.add(
          FieldError.required(
              "spec.conversion.webhookClientConfig", "required when strategy is set to Webhook"));
    } else if (client.hasNonNull("url") == client.hasNonNull("service")) {
      errors.add(
          FieldError.required(
              "spec.conversion.webhookClientConfig", "exactly one of url or service is required"));
    }
    JsonNode reviews = webhook.path("conversionReviewVersions");
    boolean known = false;
    for (JsonNode review : reviews) {
      known |= review.asText().equals("v1") || review.asText().equals("v1beta1");
    }
    if (reviews.isEmpty()) {
      errors.add(FieldError.required("spec.conversion.conversionReviewVersions", ""));
    } else if (!known) {
      errors.add(
          FieldError.invalid(
              "spec.conversion.conversionReviewVersions",
              reviews,
              "must include at least one of v1, v1beta1"));
    }
  }

  private void unchanged(ObjectNode old) {
    JsonNode before = old.path("spec");
    boolean established = false;
    for (JsonNode condition : old.path("status").path("conditions")) {
      established |=
          text(condition, "type").equals("Established") && text(condition, "status").equals("True");
    }
    if (established) {
      unchanged("spec.scope", spec.path("scope"), before.path("scope"));
      unchanged(
          "spec.names.kind", spec.path("names").path("kind"), before.path("names").path("kind"));
    }
    unchanged("spec.group", spec.path("group"), before.path("group"));
    unchanged(
        "spec.names.plural",
        spec.path("names").path("plural"),
        before.path("names").path("plural"));
  }

  private void unchanged(String path, JsonNode value, JsonNode before) {
    if (!value.equals(before)) {
      errors.add(FieldError.invalid(path, value, ObjectMetaValidation.IMMUTABLE));
    }
  }

  private void storedVersions() {
    JsonNode stored = status.path("storedVersions");
    String path = "status.storedVersions";
    if (stored.isEmpty()) {
      errors.add(FieldError.invalid(path, stored, "must have at least one stored version"));
      return;
    }
    Set<String> known = new HashSet<>();
    for (JsonNode version : spec.path("versions")) {
      known.add(text(version, "name"));
    }
    for (int i = 0; i < stored.size(); i++) {
      String name = stored.get(i).asText();
      if (!known.contains(name)) {
        errors.add(
            FieldError.invalid(
                path + "[" + i + "]",
                name,
                "missing from spec.versions; "
                    + name
                    + " was previously a storage version, and must remain in spec.versions until a"
                    + " storage migration ensures no data remains persisted in "
                    + name
                    + " and removes "
                    + name
                    + " from status.storedVersions"));
      }
    }
  }

  private void preserveUnknownFields(boolean before) {
    if (!before && spec.path("preserveUnknownFields").asBoolean(false)) {
      errors.add(
          FieldError.invalid(
              "spec.preserveUnknownFields",
              spec.path("preserveUnknownFields"),
              "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in"
                  + " spec.versions[*].schema instead"));
    }
  }
}
