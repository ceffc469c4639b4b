package io.jukung.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.List;

/**
 * Gives a claim that names no storage class the default one.
 *
 * <p>Upstream: {@code plugin/pkg/admission/storage/storageclass/setdefault} at v1.36.
 */
final class DefaultStorageClass implements AdmissionPlugin {
  private static final GroupVersionResource CLASSES =
      new GroupVersionResource("storage.k8s.io", "v1", "storageclasses");
  private static final String NAMED = "volume.beta.kubernetes.io/storage-class";
  private static final String DEFAULT = "storageclass.kubernetes.io/is-default-class";
  private static final String OLD_DEFAULT = "storageclass.beta.kubernetes.io/is-default-class";

  private final AdmissionObjects objects;

  /** Finds classes in {@code objects}. */
  DefaultStorageClass(AdmissionObjects objects) {
    this.objects = objects;
  }

  @Override
  public String name() {
    return "DefaultStorageClass";
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    if (!attributes.resource().groupResource().equals("persistentvolumeclaims")
        || !attributes.subresource().isEmpty()
        || attributes.operation() != Operation.CREATE) {
      return;
    }
    ObjectNode claim = attributes.object().orElseThrow();
    if (claim.path("spec").has("storageClassName")
        || claim.path("metadata").path("annotations").has(NAMED)) {
      return;
    }
    DefaultClasses.pick(objects.list(CLASSES, ""), List.of(DEFAULT, OLD_DEFAULT))
        .ifPresent(name -> claim.withObject("/spec").put("storageClassName", name));
  }
}
