package io.jukung.controllers.resourcequota;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ScopedResourceSelectorRequirement;
import io.jukung.controllers.object.Selectors;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Persistent volume claims ({@code pkg/quota/v1/evaluator/core/persistent_volume_claims.go} at
 * v1.36).
 */
record VolumeClaimEvaluator() implements Evaluator<PersistentVolumeClaim> {
  private static final String CLAIMS = "persistentvolumeclaims";
  private static final String STORAGE = "requests.storage";
  private static final String COUNT = "count/" + CLAIMS;
  private static final String OF_CLASS = ".storageclass.storage.k8s.io/";

  @Override
  public boolean counts(String name) {
    return name.equals(COUNT)
        || name.equals(CLAIMS)
        || name.equals(STORAGE)
        || name.endsWith(OF_CLASS + CLAIMS)
        || name.endsWith(OF_CLASS + STORAGE);
  }

  @Override
  public boolean matches(ScopedResourceSelectorRequirement scope, PersistentVolumeClaim claim) {
    return scope.getScopeName().equals("VolumeAttributesClass")
        && Scopes.selects(scope, classes(claim));
  }

  private static Set<String> classes(PersistentVolumeClaim claim) {
    Set<String> classes = new HashSet<>();
    classes.add(text(claim.getSpec().getVolumeAttributesClassName()));
    if (claim.getStatus() != null) {
      classes.add(text(claim.getStatus().getCurrentVolumeAttributesClassName()));
      if (claim.getStatus().getModifyVolumeStatus() != null) {
        classes.add(
            text(claim.getStatus().getModifyVolumeStatus().getTargetVolumeAttributesClassName()));
      }
    }
    return classes;
  }

  private static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  @Override
  public Map<String, Quantity> usage(PersistentVolumeClaim claim) {
    Map<String, Quantity> amounts = new TreeMap<>(Map.of(CLAIMS, Amounts.ONE, COUNT, Amounts.ONE));
    String storageClass =
        Selectors.annotations(claim)
            .getOrDefault(
                "volume.beta.kubernetes.io/storage-class",
                text(claim.getSpec().getStorageClassName()));
    if (!storageClass.isEmpty()) {
      amounts.put(storageClass + OF_CLASS + CLAIMS, Amounts.ONE);
    }
    Quantity wanted =
        claim.getSpec().getResources() == null
            ? null
            : Amounts.of(claim.getSpec().getResources().getRequests()).get("storage");
    if (wanted != null) {
      Quantity allocated = allocated(claim);
      Quantity storage =
          whole(allocated != null && allocated.compareTo(wanted) > 0 ? allocated : wanted);
      amounts.put(STORAGE, storage);
      if (!storageClass.isEmpty()) {
        amounts.put(storageClass + OF_CLASS + STORAGE, storage);
      }
    }
    return amounts;
  }

  private static @Nullable Quantity allocated(PersistentVolumeClaim claim) {
    return claim.getStatus() == null
        ? null
        : Amounts.of(claim.getStatus().getAllocatedResources()).get("storage");
  }

  /** In whole bytes, as quotas have to be. */
  private static Quantity whole(Quantity quantity) {
    var amount = quantity.getNumericalAmount();
    return amount.stripTrailingZeros().scale() <= 0
        ? quantity
        : new Quantity(amount.setScale(0, RoundingMode.CEILING).toPlainString());
  }

  @Override
  public boolean replenishes(PersistentVolumeClaim before, PersistentVolumeClaim after) {
    return !Objects.equals(allocated(before), allocated(after))
        || !classes(before).equals(classes(after));
  }
}
