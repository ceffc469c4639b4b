package io.jukung.registry.strategy.core;

import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Amount;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.math.BigDecimal;
import java.util.List;

/**
 * The checks of claims' specs, also of those inside pods and StatefulSets ({@code
 * ValidatePersistentVolumeClaimSpec} and {@code ValidatePersistentVolumeClaimTemplate} in {@code
 * pkg/apis/core/validation/validation.go}, {@code pkg/api/persistentvolumeclaim/util.go} at v1.36).
 */
public final class ClaimSpecs {
  private static final String CLAIM = "PersistentVolumeClaim";

  /** Metadata that a template has no use for, and how upstream spells it. */
  private static final List<List<String>> UNUSED_METADATA =
      List.of(
          List.of("name", "name"),
          List.of("generateName", "generateName"),
          List.of("namespace", "namespace"),
          List.of("selfLink", "selfLink"),
          List.of("uid", "uID"),
          List.of("resourceVersion", "resourceVersion"),
          List.of("generation", "generation"),
          List.of("creationTimestamp", "creationTimestamp"),
          List.of("deletionTimestamp", "deletionTimestamp"),
          List.of("deletionGracePeriodSeconds", "deletionGracePeriodSeconds"),
          List.of("ownerReferences", "ownerReferences"),
          List.of("finalizers", "finalizers"),
          List.of("managedFields", "managedFields"));

  private ClaimSpecs() {}

  /** A {@code PersistentVolumeClaimSpec}. */
  public static void check(Spot spec, List<FieldError> errors) {
    check(spec, true, true, errors);
  }

  /**
   * A {@code PersistentVolumeClaimSpec}.
   *
   * @param strictSelector whether the selector's values must be ones labels can have
   * @param strictGroups whether the groups of data sources must be names of a domain
   */
  static void check(
      Spot spec, boolean strictSelector, boolean strictGroups, List<FieldError> errors) {
    Spot modes = spec.at("accessModes");
    if (modes.size() == 0) {
      Check.missing(modes, "at least 1 access mode is required", errors);
    }
    if (spec.has("selector")) {
      Check.selector(spec.at("selector"), strictSelector, errors);
    }
    if (modes.size() > 0) {
      VolumeSpecs.accessModes(modes, "", errors);
    }
    storage(spec, errors);
    Check.optionalName(spec.at("storageClassName"), NameRule.DNS_SUBDOMAIN, errors);
    if (spec.has("volumeMode")) {
      Check.mustBeOneOf(spec.at("volumeMode"), List.of("Block", "Filesystem"), errors);
    }
    for (String field : List.of("dataSource", "dataSourceRef")) {
      if (spec.has(field)) {
        source(spec.at(field), strictGroups, errors);
      }
    }
    sameSource(spec, errors);
    Check.optionalName(spec.at("volumeAttributesClassName"), NameRule.DNS_SUBDOMAIN, errors);
  }

  private static void storage(Spot spec, List<FieldError> errors) {
    Spot resources = spec.at("resources");
    Spot storage = resources.at("requests").at("storage").as(resources.key("storage"));
    if (storage.has()) {
      Check.positiveQuantity(storage, errors);
    } else {
      Check.missing(storage, "", errors);
    }
  }

  private static void source(Spot source, boolean strictGroups, List<FieldError> errors) {
    Check.required(source.at("name"), errors);
    Check.required(source.at("kind"), errors);
    Spot group = source.at("apiGroup");
    if (group.text().isEmpty() && !source.at("kind").text().equals(CLAIM)) {
      errors.add(
          FieldError.invalid(
              source.path(),
              source.at("kind").text(),
              "must be 'PersistentVolumeClaim' when referencing the default apiGroup"));
    }
    if (strictGroups) {
      Check.optionalName(group, NameRule.DNS_SUBDOMAIN, errors);
    }
    Check.optionalName(source.at("namespace"), NameRule.DNS_LABEL, errors);
  }

  private static void sameSource(Spot spec, List<FieldError> errors) {
    Spot source = spec.at("dataSource");
    Spot reference = spec.at("dataSourceRef");
    if (!source.has()) {
      return;
    }
    if (!reference.at("namespace").text().isEmpty()) {
      sourceError(spec, "may not be specified when dataSourceRef.namespace is specified", errors);
    } else if (reference.has()
        && !List.of("apiGroup", "kind", "name").stream()
            .allMatch(field -> source.at(field).node().equals(reference.at(field).node()))) {
      sourceError(spec, "must match dataSourceRef", errors);
    }
  }

  /** Upstream shows the path as the value, and a path has nothing to show in JSON. */
  private static void sourceError(Spot spec, String detail, List<FieldError> errors) {
    errors.add(new FieldError(FieldError.Type.INVALID, spec.path(), "{}", detail));
  }

  /** A template of claims. */
  public static void template(Spot template, List<FieldError> errors) {
    Spot metadata = template.at("metadata");
    Check.annotations(metadata.at("annotations"), errors);
    Check.labels(metadata.at("labels"), errors);
    for (List<String> field : UNUSED_METADATA) {
      if (metadata.has(field.get(0))) {
        Check.forbidden(metadata.at(field.get(1)), "cannot be set", errors);
      }
    }
    check(template.at("spec"), errors);
  }

  /** Warns of what is questionable about a spec. */
  public static void warn(RequestContext context, Spot spec) {
    for (String part : List.of("requests", "limits")) {
      Spot storage = spec.at("resources").at(part).key("storage");
      if (storage.has() && fractional(storage.text())) {
        context.warn(
            storage.path()
                + ": fractional byte value "
                + FieldError.quote(storage.text())
                + " is invalid, must be an integer");
      }
    }
  }

  /** Whether an amount of bytes has a part of a byte. */
  public static boolean fractional(String quantity) {
    return Amount.of(quantity).remainder(BigDecimal.ONE).signum() != 0;
  }
}
