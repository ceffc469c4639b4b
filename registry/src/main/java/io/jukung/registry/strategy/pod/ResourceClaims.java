package io.jukung.registry.strategy.pod;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.validation.NameRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The checks of a pod's claims for devices ({@code validatePodResourceClaims} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36).
 */
final class ResourceClaims {
  private static final String TYPE = "core.PodResourceClaim";

  private ResourceClaims() {}

  static void check(PodScope scope) {
    Set<String> names = new HashSet<>();
    boolean mirror =
        scope.pod().filter(pod -> PodAnnotations.isMirror(pod.at("metadata").node())).isPresent();
    for (Spot claim : scope.spec().at("resourceClaims").elements()) {
      if (mirror) {
        scope.errors().add(FieldError.forbidden("", "static pods do not support resource claims"));
      } else {
        one(claim, names, scope.errors());
      }
    }
  }

  private static void one(Spot claim, Set<String> names, List<FieldError> errors) {
    Spot name = claim.at("name");
    if (name.text().isEmpty()) {
      Check.missing(name, "", errors);
    } else if (names.add(name.text())) {
      Check.name(name, NameRule.DNS_LABEL, errors);
    } else {
      errors.add(FieldError.duplicate(name.path(), name.text()));
    }
    Spot byName = claim.at("resourceClaimName");
    Spot byTemplate = claim.at("resourceClaimTemplateName");
    if (byName.has() && byTemplate.has()) {
      errors.add(
          InternalForm.invalid(
              claim,
              TYPE,
              "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be"
                  + " specified"));
    }
    if (!byName.has() && !byTemplate.has()) {
      errors.add(
          InternalForm.invalid(
              claim,
              TYPE,
              "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"));
    }
    for (Spot reference : List.of(byName, byTemplate)) {
      if (reference.has()) {
        Check.name(reference, NameRule.DNS_SUBDOMAIN, errors);
      }
    }
  }
}
