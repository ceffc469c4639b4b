package io.jukung.controllers.certificate;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * What each built-in signer certifies ({@code signer.go}, {@code
 * pkg/apis/certificates/helpers.go}), in upstream's order and words.
 */
final class SignerRules {
  static final String API_CLIENT = "kubernetes.io/kube-apiserver-client";
  static final String KUBELET_CLIENT = "kubernetes.io/kube-apiserver-client-kubelet";
  static final String KUBELET_SERVING = "kubernetes.io/kubelet-serving";
  static final String LEGACY = "kubernetes.io/legacy-unknown";

  /** The signers that may issue here. */
  static final Set<String> KNOWN = Set.of(API_CLIENT, KUBELET_CLIENT, KUBELET_SERVING, LEGACY);

  private static final String SIGNATURE = "digital signature";
  private static final String ENCIPHERMENT = "key encipherment";
  private static final String CLIENT = "client auth";
  private static final String SERVER = "server auth";
  private static final List<String> NODES = List.of("system:nodes");
  private static final String NODE = "system:node:";

  private SignerRules() {}

  /** Whether the signer is one of those that issue here. */
  static boolean known(String signer) {
    return KNOWN.contains(signer);
  }

  /**
   * Why the signer does not certify this; empty when it does.
   *
   * @param signer a known one
   * @param usages the request's {@code spec.usages}
   */
  static Optional<String> problem(String signer, CertificateRequest request, List<String> usages) {
    return switch (signer) {
      case API_CLIENT -> apiClient(usages);
      case KUBELET_CLIENT -> kubeletClient(request, usages);
      case KUBELET_SERVING -> kubeletServing(request, usages);
      // Nobody can ask for it by this version of the API; what is kept from before is signed.
      case LEGACY -> Optional.empty();
      default -> throw new IllegalArgumentException("unrecognized signerName: " + signer);
    };
  }

  private static Optional<String> apiClient(List<String> usages) {
    for (String usage : usages) {
      if (!Set.of(SIGNATURE, ENCIPHERMENT, CLIENT).contains(usage)) {
        return Optional.of("invalid usage for client certificate: " + usage);
      }
    }
    return usages.contains(CLIENT)
        ? Optional.empty()
        : Optional.of("missing required usage for client certificate: " + CLIENT);
  }

  private static Optional<String> kubeletClient(CertificateRequest request, List<String> usages) {
    if (!request.subject().organizations().equals(NODES)) {
      return Optional.of("subject organization is not system:nodes");
    }
    Optional<String> named =
        notAllowed(request, "DNS", GeneralName.dNSName)
            .or(() -> notAllowed(request, "Email", GeneralName.rfc822Name))
            .or(() -> notAllowed(request, "IP", GeneralName.iPAddress))
            .or(() -> notAllowed(request, "URI", GeneralName.uniformResourceIdentifier));
    return named
        .or(() -> commonName(request))
        .or(() -> usages(usages, List.of(CLIENT, SIGNATURE, ENCIPHERMENT)));
  }

  private static Optional<String> kubeletServing(CertificateRequest request, List<String> usages) {
    if (!request.subject().organizations().equals(NODES)) {
      return Optional.of("subject organization is not system:nodes");
    }
    if (!request.has(GeneralName.dNSName) && !request.has(GeneralName.iPAddress)) {
      return Optional.of("DNS or IP subjectAltName is required");
    }
    return notAllowed(request, "Email", GeneralName.rfc822Name)
        .or(() -> notAllowed(request, "URI", GeneralName.uniformResourceIdentifier))
        .or(() -> usages(usages, List.of(SIGNATURE, ENCIPHERMENT, SERVER)))
        .or(() -> commonName(request));
  }

  private static Optional<String> notAllowed(CertificateRequest request, String name, int kind) {
    return request.has(kind)
        ? Optional.of(name + " subjectAltNames are not allowed")
        : Optional.empty();
  }

  private static Optional<String> commonName(CertificateRequest request) {
    return request.subject().commonName().startsWith(NODE)
        ? Optional.empty()
        : Optional.of("subject common name does not begin with " + NODE);
  }

  /** Exactly these are asked for; enciphering keys is for RSA's and may be left out. */
  private static Optional<String> usages(List<String> usages, List<String> sorted) {
    Set<String> asked = new HashSet<>(usages);
    Set<String> required = new HashSet<>(sorted);
    if (asked.equals(required)) {
      return Optional.empty();
    }
    required.remove(ENCIPHERMENT);
    return asked.equals(required)
        ? Optional.empty()
        : Optional.of("usages did not match [" + String.join(" ", sorted) + "]");
  }
}
