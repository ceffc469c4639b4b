package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import java.util.Map;

/**
 * Keeps claims, volumes and volume attributes classes while they are in use, by a finalizer.
 *
 * <p>Upstream: {@code plugin/pkg/admission/storage/storageobjectinuseprotection} at v1.36.
 */
final class StorageObjectInUseProtection implements AdmissionPlugin {
  private static final Map<String, String> FINALIZERS =
      Map.of(
          "persistentvolumeclaims", "kubernetes.io/pvc-protection",
          "persistentvolumes", "kubernetes.io/pv-protection",
          "volumeattributesclasses.storage.k8s.io", "kubernetes.io/vac-protection");

  @Override
  public String name() {
    return "StorageObjectInUseProtection";
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    String finalizer = FINALIZERS.get(attributes.resource().groupResource());
    if (finalizer == null
        || !attributes.subresource().isEmpty()
        || attributes.operation() != Operation.CREATE) {
      return;
    }
    ObjectNode object = attributes.object().orElseThrow();
    for (JsonNode present : object.path("metadata").path("finalizers")) {
      if (present.asText("").equals(finalizer)) {
        return;
      }
    }
    object.withArray("/metadata/finalizers").add(finalizer);
  }
}
