package io.jukung.registry.strategy.extensions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.crd.CommunityApproval;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.validation.NameRule;
import io.jukung.registry.validation.ObjectMetaValidation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is wrong with a definition ({@code apis/apiextensions/validation/validation.go} at v1.36).
 * Used for one definition.
 */
final class DefinitionValidation {
  private final ObjectNode definition;
  private final Optional<ObjectNode> before;
  private final JsonNode spec;
  private final JsonNode status;
  private final SharedParts parts;
  private final List<FieldError> errors = new ArrayList<>();
  private final NameRules names = new NameRules(errors);
  private final PartRules rules;

  private DefinitionValidation(ObjectNode definition, Optional<ObjectNode> before) {
    this.definition = definition;
    this.before = before;
    this.spec = definition.path("spec");
    this.status = definition.path("status");
    this.parts = new SharedParts(spec.path("versions"));
    this.rules = new PartRules(before, errors);
  }

  /** What is wrong with a new definition, its metadata aside. */
  static List<FieldError> create(ObjectNode definition) {
    DefinitionValidation validation = new DefinitionValidation(definition, Optional.empty());
    validation.spec();
    validation.rest();
    return validation.errors;
  }

  /** What is wrong with a changed definition. */
  static List<FieldError> update(ObjectNode definition, ObjectNode old) {
    DefinitionValidation validation = new DefinitionValidation(definition, Optional.of(old));
    validation.spec();
    validation.unchanged(old);
    validation.rest();
    return validation.errors;
  }

  /** What is wrong with a changed status. */
  static List<FieldError> updateStatus(ObjectNode definition) {
    DefinitionValidation validation = new DefinitionValidation(definition, Optional.empty());
    validation.names.all("status.acceptedNames", validation.status.path("acceptedNames"));
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
    JsonNode written = spec.path("names");
    for (String field : List.of("plural", "singular", "kind", "listKind")) {
      if (text(written, field).isEmpty()) {
        errors.add(FieldError.required("spec.names." + field, ""));
      }
    }
    names.all("spec.names", written);
    shared();
    boolean preserved = spec.path("preserveUnknownFields").asBoolean(false);
    JsonNode conversion = spec.path("conversion");
    String strategy = text(conversion, "strategy");
    if (preserved && conversion.isObject() && !strategy.equals("None")) {
      errors.add(
          FieldError.invalid(
              "spec.conversion.strategy",
              strategy,
              "must be None if spec.preserveUnknownFields is true"));
    }
    errors.addAll(WebhookRules.validate(conversion, knownReviews(), anyBundle()));
  }

  private boolean knownReviews() {
    return before
        .map(old -> old.path("spec").path("conversion").path("webhook"))
        .map(webhook -> WebhookRules.knows(webhook.path("conversionReviewVersions")))
        .orElse(true);
  }

  /** A bundle that was nonsense before may stay so, and matters only once the kind is served. */
  private boolean anyBundle() {
    if (before.isEmpty() || !established(before.get())) {
      return true;
    }
    String old =
        before
            .get()
            .path("spec")
            .path("conversion")
            .path("webhook")
            .path("clientConfig")
            .path("caBundle")
            .asText("");
    return !old.isEmpty() && !WebhookRules.validBundle(old);
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
    JsonNode versions = parts.versions();
    Set<String> seen = new HashSet<>();
    boolean unique = true;
    int storage = 0;
    for (int i = 0; i < versions.size(); i++) {
      if (!versions.get(i).path("schema").path("openAPIV3Schema").isObject()) {
        errors.add(FieldError.required("spec.versions[" + i + "].schema.openAPIV3Schema", ""));
      }
    }
    for (int i = 0; i < versions.size(); i++) {
      JsonNode version = versions.get(i);
      storage += version.path("storage").asBoolean(false) ? 1 : 0;
      unique &= seen.add(text(version, "name"));
      names.label("spec.versions[" + i + "].name", text(version, "name"), "");
      version(version, "spec.versions[" + i + "]");
    }
    if (!unique) {
      errors.add(
          FieldError.invalid(
              "spec.versions", InternalForm.versions(parts), "must contain unique version names"));
    }
    if (storage != 1) {
      errors.add(
          FieldError.invalid(
              "spec.versions",
              InternalForm.versions(parts),
              "must have exactly one version marked as storage version"));
    }
    if (!versions.isEmpty()) {
      // Upstream keeps the first version's name once more, and checks it there.
      names.label("spec.version", text(versions.path(0), "name"), "");
    }
  }

  private void version(JsonNode version, String path) {
    rules.deprecation(version, path + ".deprecationWarning");
    boolean status = version.path("subresources").path("status").isObject();
    JsonNode schema = parts.own(version, "schema");
    errors.addAll(
        SchemaRules.validate(path + ".schema", schema, status, changed(text(version, "name"))));
    rules.scale(parts.own(version, "subresources").path("scale"), path + ".subresources");
    rules.columns(
        parts.own(version, "additionalPrinterColumns"), path + ".additionalPrinterColumns");
    JsonNode selectable = parts.own(version, "selectableFields");
    String at = path + ".selectableFields";
    if (!selectable.isEmpty()) {
      if (schema.path("openAPIV3Schema").isObject()) {
        rules.selectable(selectable, schema, at);
      } else {
        errors.add(
            FieldError.invalid(
                at, "", "may only be set when `version.schema.openAPIV3Schema` is not included"));
      }
    }
  }

  /** What all versions say alike. */
  private void shared() {
    boolean status = false;
    for (JsonNode version : parts.versions()) {
      status |= version.path("subresources").path("status").isObject();
    }
    JsonNode schema = parts.top("schema");
    errors.addAll(
        SchemaRules.validate(
            "spec.validation", schema, status, changed(text(parts.versions().path(0), "name"))));
    rules.scale(parts.top("subresources").path("scale"), "spec.subresources");
    rules.columns(parts.top("additionalPrinterColumns"), "spec.additionalPrinterColumns");
    JsonNode selectable = parts.top("selectableFields");
    if (!selectable.isEmpty()) {
      if (schema.isObject()) {
        rules.selectable(selectable, schema, "spec.selectableFields");
      } else {
        errors.add(
            FieldError.invalid(
                "spec.selectableFields",
                "",
                "may only be set when validations.schema is included"));
      }
    }
  }

  /** Whether a version's schema is another one than before: what was accepted stays accepted. */
  private boolean changed(String name) {
    return before.isEmpty() || !schema(spec, name).equals(schema(before.get().path("spec"), name));
  }

  private static JsonNode schema(JsonNode spec, String name) {
    for (JsonNode version : spec.path("versions")) {
      if (text(version, "name").equals(name)) {
        return version.path("schema");
      }
    }
    return spec.path("");
  }

  private static boolean established(ObjectNode definition) {
    boolean established = false;
    for (JsonNode condition : definition.path("status").path("conditions")) {
      established |=
          text(condition, "type").equals("Established") && text(condition, "status").equals("True");
    }
    return established;
  }

  private void unchanged(ObjectNode old) {
    JsonNode before = old.path("spec");
    if (established(old)) {
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

  private void rest() {
    names.all("status.acceptedNames", status.path("acceptedNames"));
    storedVersions();
    approval();
    boolean preserved =
        before
            .map(old -> old.path("spec").path("preserveUnknownFields").asBoolean(false))
            .orElse(false);
    JsonNode preserve = spec.path("preserveUnknownFields");
    if (!preserved && preserve.asBoolean(false)) {
      errors.add(
          FieldError.invalid(
              "spec.preserveUnknownFields",
              preserve,
              "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in"
                  + " spec.versions[*].schema instead"));
    }
  }

  private void storedVersions() {
    JsonNode stored = status.path("storedVersions");
    String path = "status.storedVersions";
    if (stored.isEmpty()) {
      errors.add(
          FieldError.invalid(
              path, stored.isArray() ? stored : null, "must have at least one stored version"));
      return;
    }
    Set<String> missing = new LinkedHashSet<>();
    stored.forEach(name -> missing.add(name.asText()));
    for (JsonNode version : parts.versions()) {
      boolean there = missing.remove(text(version, "name"));
      if (version.path("storage").asBoolean(false) && !there) {
        errors.add(
            FieldError.invalid(
                path, stored, "must have the storage version " + text(version, "name")));
      }
    }
    for (int i = 0; i < stored.size(); i++) {
      String name = stored.get(i).asText();
      if (missing.contains(name)) {
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

  /** Groups of the community need a sign that its reviewers agreed; an old state may stay. */
  private void approval() {
    if (!CommunityApproval.watched(text(spec, "group"))) {
      return;
    }
    CommunityApproval now = CommunityApproval.of(definition);
    boolean same =
        before.map(old -> CommunityApproval.of(old).state() == now.state()).orElse(false);
    String path = "metadata.annotations[" + CommunityApproval.ANNOTATION + "]";
    if (same) {
      return;
    }
    switch (now.state()) {
      case MISSING -> errors.add(FieldError.required(path, now.reason()));
      case INVALID -> errors.add(FieldError.invalid(path, now.sign(), now.reason()));
      case APPROVED, BYPASSED -> {}
    }
  }
}
