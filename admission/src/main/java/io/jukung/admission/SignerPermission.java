package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.cel.AccessChecks;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.FieldError;

/**
 * Lets only those approve or sign a certificate request who may do so for its signer.
 *
 * <p>Upstream: {@code plugin/pkg/admission/certificates/{approval,signing}} at v1.36.
 *
 * @param subresource where the decision is written
 * @param verb what the user must be allowed on the signer, by its name or its domain
 */
record SignerPermission(String name, String subresource, String verb, AccessChecks access)
    implements AdmissionPlugin {
  private static final String REQUESTS = "certificatesigningrequests.certificates.k8s.io";
  private static final GroupVersionResource SIGNERS =
      new GroupVersionResource("certificates.k8s.io", "*", "signers");

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (!attributes.resource().groupResource().equals(REQUESTS)
        || !attributes.subresource().equals(subresource)
        || attributes.operation() != Operation.UPDATE) {
      return;
    }
    JsonNode old = attributes.old().orElseThrow();
    if (subresource.equals("status") && sameDecision(attributes, old)) {
      return;
    }
    String signer = old.path("spec").path("signerName").asText("");
    if (!allowed(attributes, signer)) {
      throw Refusal.forbidden(
          attributes,
          "user not permitted to "
              + verb
              + " requests with signerName "
              + FieldError.quote(signer));
    }
  }

  private static boolean sameDecision(AdmissionAttributes attributes, JsonNode old) {
    JsonNode wanted = attributes.object().orElseThrow().path("status");
    JsonNode before = old.path("status");
    return wanted.path("certificate").equals(before.path("certificate"))
        && wanted.path("conditions").equals(before.path("conditions"));
  }

  private boolean allowed(AdmissionAttributes attributes, String signer) {
    int slash = signer.indexOf('/');
    return access.allow(attributes.user(), verb, SIGNERS, signer)
        || (slash >= 0
            && access.allow(attributes.user(), verb, SIGNERS, signer.substring(0, slash) + "/*"));
  }
}
