package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.StatusCause;
import io.jukung.registry.status.StatusException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Keeps namespaces and what lies in them consistent: nothing is written into a namespace that does
 * not exist, nothing is created in one that is being deleted, and the namespaces the cluster needs
 * stay.
 *
 * <p>Upstream: {@code plugin/pkg/admission/namespace/lifecycle/admission.go} at v1.36.
 */
public final class NamespaceLifecycle implements AdmissionPlugin {
  /** Where namespaces are. */
  static final GroupVersionResource NAMESPACES = new GroupVersionResource("", "v1", "namespaces");

  private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");
  private static final Set<String> ACCESS_REVIEWS = Set.of("localsubjectaccessreviews");

  private final Function<String, Optional<JsonNode>> namespaces;

  /**
   * Looks namespaces up with {@code namespaces}, which sees every write that was acknowledged
   * before.
   */
  public NamespaceLifecycle(Function<String, Optional<JsonNode>> namespaces) {
    this.namespaces = namespaces;
  }

  @Override
  public String name() {
    return "NamespaceLifecycle";
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    boolean aboutNamespace =
        attributes.resource().group().isEmpty()
            && attributes.resource().resource().equals("namespaces");
    if (attributes.operation() == Operation.DELETE
        && aboutNamespace
        && IMMORTAL.contains(attributes.name())) {
      throw Refusal.forbidden(attributes, "this namespace may not be deleted");
    }
    if (attributes.namespace().isEmpty()
        || aboutNamespace
        || attributes.operation() == Operation.DELETE
        || ACCESS_REVIEWS.contains(attributes.resource().resource())) {
      return;
    }
    Optional<JsonNode> namespace = namespaces.apply(attributes.namespace());
    if (namespace.isEmpty()) {
      throw StatusException.notFound(NAMESPACES, attributes.namespace());
    }
    boolean terminating =
        namespace.get().path("status").path("phase").asText("").equals("Terminating");
    if (attributes.operation() == Operation.CREATE && terminating) {
      throw Refusal.forbidden(
          attributes,
          "unable to create new content in namespace "
              + attributes.namespace()
              + " because it is being terminated",
          new StatusCause(
              "NamespaceTerminating",
              "namespace " + attributes.namespace() + " is being terminated",
              "metadata.namespace"));
    }
  }
}
