package io.jukung.registry.strategy.resource;

import io.jukung.registry.selector.LabelSyntax;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;
import java.util.regex.Pattern;

/** ResourceClaims, ResourceClaimTemplates and DeviceClasses. */
public final class ResourceClaimRules {
  private static final Pattern EXTENDED = Pattern.compile("(?!requests\\.).+/.+");

  private ResourceClaimRules() {}

  /** Those of ResourceClaims, whose spec never changes. */
  public static KindRules claim() {
    return KindRules.of((root, errors) -> DeviceClaims.check(root.at("spec").at("devices"), errors))
        .changes(
            KindRules.Order.METADATA_CHANGE,
            (root, old, errors) ->
                InternalForm.immutable(
                    root.at("spec"), old.at("spec").node(), "resource.ResourceClaimSpec", errors))
        .status(ClaimStatus::check);
  }

  /** Those of ResourceClaimTemplates, whose spec never changes. */
  public static KindRules template() {
    return KindRules.of(
            (root, errors) -> {
              Spot spec = root.at("spec");
              Check.labels(spec.at("metadata").at("labels"), errors);
              Check.annotations(spec.at("metadata").at("annotations"), errors);
              DeviceClaims.check(spec.at("spec").at("devices"), errors);
            })
        .changes(
            KindRules.Order.CHANGE,
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

  private static boolean extended(String name) {
    return EXTENDED.matcher(name).matches()
        && !name.contains("kubernetes.io/")
        && LabelSyntax.keyErrors("requests." + name).equals(List.of());
  }
}
