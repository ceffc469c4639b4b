package io.jukung.admission;

import io.jukung.registry.status.StatusException;
import java.util.function.Consumer;

/**
 * Makes the namespace that something is created in.
 *
 * <p>Upstream: {@code plugin/pkg/admission/namespace/autoprovision} at v1.36.
 *
 * @param maker makes a namespace
 */
record NamespaceAutoProvision(AdmissionObjects objects, Consumer<String> maker)
    implements AdmissionPlugin {
  @Override
  public String name() {
    return "NamespaceAutoProvision";
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    if (attributes.operation() != AdmissionAttributes.Operation.CREATE
        || attributes.dryRun()
        || attributes.namespace().isEmpty()
        || attributes.kind().kind().equals("Namespace")
        || objects.find(NamespaceLifecycle.NAMESPACES, "", attributes.namespace()).isPresent()) {
      return;
    }
    try {
      maker.accept(attributes.namespace());
    } catch (StatusException e) {
      if (e.code() != 409) {
        throw e.code() == 403 ? e : Refusal.forbidden(attributes, e.text());
      }
    }
  }
}
