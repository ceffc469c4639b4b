package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.codec.value.Quantity;
import io.jukung.registry.meta.GroupVersionResource;
import java.math.BigDecimal;

/**
 * Lets a claim grow only when it is bound and its storage class allows that.
 *
 * <p>Upstream: {@code plugin/pkg/admission/storage/persistentvolume/resize} at v1.36.
 */
final class PersistentVolumeClaimResize implements AdmissionPlugin {
  private static final GroupVersionResource CLASSES =
      new GroupVersionResource("storage.k8s.io", "v1", "storageclasses");
  private static final String NAMED = "volume.beta.kubernetes.io/storage-class";

  private final AdmissionObjects objects;

  /** Finds classes in {@code objects}. */
  PersistentVolumeClaimResize(AdmissionObjects objects) {
    this.objects = objects;
  }

  @Override
  public String name() {
    return "PersistentVolumeClaimResize";
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (!attributes.resource().groupResource().equals("persistentvolumeclaims")
        || !attributes.subresource().isEmpty()
        || attributes.operation() != Operation.UPDATE) {
      return;
    }
    JsonNode claim = attributes.object().orElseThrow();
    JsonNode old = attributes.old().orElseThrow();
    if (size(claim).compareTo(size(old)) <= 0) {
      return;
    }
    if (!old.path("status").path("phase").asText("").equals("Bound")) {
      throw Refusal.forbidden(attributes, "Only bound persistent volume claims can be expanded");
    }
    String name = className(claim);
    boolean allowed =
        !name.isEmpty()
            && name.equals(className(old))
            && objects
                .find(CLASSES, "", name)
                .map(found -> found.path("allowVolumeExpansion").asBoolean())
                .orElse(false);
    if (!allowed) {
      throw Refusal.forbidden(
          attributes,
          "only dynamically provisioned pvc can be resized and the storageclass that provisions"
              + " the pvc must support resize");
    }
  }

  private static BigDecimal size(JsonNode claim) {
    String text = claim.at("/spec/resources/requests/storage").asText("");
    return text.isEmpty() ? BigDecimal.ZERO : Quantity.parse(text).amount();
  }

  private static String className(JsonNode claim) {
    String annotated = claim.path("metadata").path("annotations").path(NAMED).asText("");
    return annotated.isEmpty() ? claim.path("spec").path("storageClassName").asText("") : annotated;
  }
}
