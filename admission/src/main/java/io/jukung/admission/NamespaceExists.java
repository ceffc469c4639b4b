package io.jukung.admission;

import io.jukung.registry.status.StatusException;

/**
 * Refuses whatever happens in a namespace that is not there.
 *
 * <p>Upstream: {@code plugin/pkg/admission/namespace/exists} at v1.36.
 */
record NamespaceExists(AdmissionObjects objects) implements AdmissionPlugin {
  @Override
  public String name() {
    return "NamespaceExists";
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (attributes.namespace().isEmpty()
        || attributes.kind().kind().equals("Namespace")
        || attributes.operation() == AdmissionAttributes.Operation.CONNECT) {
      return;
    }
    if (objects.find(NamespaceLifecycle.NAMESPACES, "", attributes.namespace()).isEmpty()) {
      throw StatusException.notFound(NamespaceLifecycle.NAMESPACES, attributes.namespace());
    }
  }
}
