package io.jukung.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.List;

/**
 * Gives an ingress that names no class the default one.
 *
 * <p>Upstream: {@code plugin/pkg/admission/network/defaultingressclass} at v1.36.
 */
final class DefaultIngressClass implements AdmissionPlugin {
  private static final GroupVersionResource CLASSES =
      new GroupVersionResource("networking.k8s.io", "v1", "ingressclasses");
  private static final String NAMED = "kubernetes.io/ingress.class";
  private static final String DEFAULT = "ingressclass.kubernetes.io/is-default-class";

  private final AdmissionObjects objects;

  /** Finds classes in {@code objects}. */
  DefaultIngressClass(AdmissionObjects objects) {
    this.objects = objects;
  }

  @Override
  public String name() {
    return "DefaultIngressClass";
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    if (!attributes.resource().groupResource().equals("ingresses.networking.k8s.io")
        || !attributes.subresource().isEmpty()
        || attributes.operation() != Operation.CREATE) {
      return;
    }
    ObjectNode ingress = attributes.object().orElseThrow();
    if (ingress.path("spec").has("ingressClassName")
        || ingress.path("metadata").path("annotations").has(NAMED)) {
      return;
    }
    DefaultClasses.pick(objects.list(CLASSES, ""), List.of(DEFAULT))
        .ifPresent(name -> ingress.withObject("/spec").put("ingressClassName", name));
  }
}
