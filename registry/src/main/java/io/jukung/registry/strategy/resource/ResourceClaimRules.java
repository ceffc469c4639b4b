package io.jukung.registry.strategy.resource;

import io.jukung.registry.selector.LabelSyntax;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;
import java.util.regex.Pattern;

/** ResourceClaims, ResourceClaimTemplates and DeviceClasses. */
public final class ResourceClaimRules {
  private static final Pattern EXTENDED = Pattern.compile("(?!requests\\.).+/.+");

  /** In upstream's order. */
  private static final List<String> NOT_IN_TEMPLATES =
      List.of(
          "name",
          "generateName",
          "namespace",
          "selfLink",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "ownerReferences",
          "finalizers",
          "managedFields");

  private ResourceClaimRules() {}

  /**
   * Those of ResourceClaims, whose spec never changes.
   *
   * @param admins knows where claims may ask for devices as an administrator
   */
  public static KindRules claim(AdminAccess admins) {
    return KindRules.of((root, errors) -> DeviceClaims.check(root.at("spec").at("devices"), errors))
        .createChecks((root, errors) -> admins.check(root, root.at("spec"), errors))
        .changes(
            KindRules.Order.METADATA_THEN_CHANGE,
            (root, old, errors) ->
                InternalForm.immutable(
                    root.at("spec"), old.at("spec").node(), "resource.ResourceClaimSpec", errors))
        .status(
            (root, old, errors) -> {
              admins.checkStatus(root, old, errors);
              ClaimStatus.check(root, old, errors);
            });
  }

  /**
   * Those of ResourceClaimTemplates, whose spec never changes.
   *
   * @param admins knows where claims may ask for devices as an administrator
   */
  public static KindRules template(AdminAccess admins) {
    return KindRules.of(
            (root, errors) -> {
              Spot spec = root.at("spec");
              metadata(spec.at("metadata"), errors);
              DeviceClaims.check(spec.at("spec").at("devices"), errors);
            })
        .createChecks((root, errors) -> admins.check(root, root.at("spec").at("spec"), errors))
        .changes(
            KindRules.Order.WHOLE_CHANGE,
            (root, old, errors) ->
                InternalForm.immutable(
                    root.at("spec"),
                    old.at("spec").node(),
                    "resource.ResourceClaimTemplateSpec",
                    errors));
  }

  /** Those of DeviceClasses. */
  public static KindRules deviceClass() {
    return KindRules.of(
        (root, errors) -> {
          Spot spec = root.at("spec");
          DeviceClaims.selectors(spec.at("selectors"), errors);
          for (Spot each : DeviceClaims.limited(spec.at("config"), errors)) {
            DeviceClaims.configuration(each, errors);
          }
          Spot extended = spec.at("extendedResourceName");
          if (extended.has() && !extended(extended.text())) {
            Check.invalid(extended, "must be a valid extended resource name", errors);
          }
        });
  }

  /** A claim gets labels and annotations from its template, and nothing else. */
  private static void metadata(Spot metadata, List<FieldError> errors) {
    Check.annotations(metadata.at("annotations"), errors);
    Check.labels(metadata.at("labels"), errors);
    for (String field : NOT_IN_TEMPLATES) {
      if (metadata.has(field)) {
        // Told by the name in Go, with a small first letter.
        String told = field.equals("uid") ? "uID" : field;
        errors.add(FieldError.forbidden(metadata.path() + "." + told, "cannot be set"));
      }
    }
  }

  private static boolean extended(String name) {
    return EXTENDED.matcher(name).matches()
        && !name.contains("kubernetes.io/")
        && LabelSyntax.keyErrors("requests." + name).equals(List.of());
  }
}
