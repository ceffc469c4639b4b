package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/**
 * Keeps certificates for members of {@code system:masters} from being asked for.
 *
 * <p>Upstream: {@code plugin/pkg/admission/certificates/subjectrestriction} at v1.36.
 */
final class CertificateSubjectRestriction implements AdmissionPlugin {
  private static final String REQUESTS = "certificatesigningrequests.certificates.k8s.io";
  private static final String SIGNER = "kubernetes.io/kube-apiserver-client";
  private static final String MASTERS = "system:masters";

  @Override
  public String name() {
    return "CertificateSubjectRestriction";
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (!attributes.resource().groupResource().equals(REQUESTS)
        || !attributes.subresource().isEmpty()
        || attributes.operation() != Operation.CREATE) {
      return;
    }
    JsonNode spec = attributes.object().orElseThrow().path("spec");
    if (spec.path("signerName").asText("").equals(SIGNER)
        && asksForMasters(attributes, spec.path("request").asText(""))) {
      throw Refusal.forbidden(
          attributes, "use of " + SIGNER + " signer with system:masters group is not allowed");
    }
  }

  private static boolean asksForMasters(AdmissionAttributes attributes, String encoded) {
    for (RDN organization : request(attributes, encoded).getSubject().getRDNs(BCStyle.O)) {
      // One part of a name may hold several organizations.
      for (AttributeTypeAndValue attribute : organization.getTypesAndValues()) {
        if (attribute.getType().equals(BCStyle.O)
            && attribute.getValue() instanceof ASN1String text
            && text.getString().equals(MASTERS)) {
          return true;
        }
      }
    }
    return false;
  }

  private static PKCS10CertificationRequest request(
      AdmissionAttributes attributes, String encoded) {
    String cause = "PEM block type must be CERTIFICATE REQUEST";
    try {
      String pem = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      if (new PEMParser(new StringReader(pem)).readObject()
          instanceof PKCS10CertificationRequest request) {
        return request;
      }
    } catch (IOException | IllegalArgumentException e) {
      cause = String.valueOf(e.getMessage());
    }
    throw Refusal.forbidden(attributes, "failed to parse CSR: " + cause);
  }
}
