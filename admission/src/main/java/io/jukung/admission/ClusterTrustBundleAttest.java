package io.jukung.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.cel.AccessChecks;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.FieldError;
import java.util.List;

/**
 * Lets only those publish a signer's trust bundle who may attest for the signer.
 *
 * <p>Upstream: {@code plugin/pkg/admission/certificates/ctbattest/admission.go} at v1.36.
 */
final class ClusterTrustBundleAttest implements AdmissionPlugin {
  private static final GroupVersionResource SIGNERS =
      new GroupVersionResource("certificates.k8s.io", "*", "signers");

  private final AccessChecks access;

  /** Asks {@code access}. */
  ClusterTrustBundleAttest(AccessChecks access) {
    this.access = access;
  }

  @Override
  public String name() {
    return "ClusterTrustBundleAttest";
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (!attributes.resource().groupResource().equals("clustertrustbundles.certificates.k8s.io")
        || !attributes.writes()) {
      return;
    }
    ObjectNode bundle = attributes.object().orElseThrow();
    String signer = bundle.path("spec").path("signerName").asText("");
    if (signer.isEmpty()
        || (attributes.operation() == Operation.UPDATE
            && withoutOwners(bundle).equals(withoutOwners(attributes.old().orElseThrow())))) {
      return;
    }
    int slash = signer.indexOf('/');
    String all = slash < 0 ? signer : signer.substring(0, slash) + "/*";
    if (!access.allow(attributes.user(), "attest", SIGNERS, signer)
        && !access.allow(attributes.user(), "attest", SIGNERS, all)) {
      throw Refusal.forbidden(
          attributes, "user not permitted to attest for signerName " + FieldError.quote(signer));
    }
  }

  /** Without what the garbage collector may change. */
  private static ObjectNode withoutOwners(ObjectNode bundle) {
    ObjectNode rest = bundle.deepCopy();
    if (rest.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(List.of("ownerReferences", "finalizers", "managedFields"));
    }
    return rest;
  }
}
