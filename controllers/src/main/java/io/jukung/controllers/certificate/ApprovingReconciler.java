package io.jukung.controllers.certificate;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.queue.Reconciler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Approves one kubelet's request for a client certificate if whoever made it may have it so: as the
 * node itself, or as somebody who sets up nodes ({@code approver/sarapprove.go}).
 */
public final class ApprovingReconciler implements Reconciler<String> {
  private static final String PATH = "/apis/certificates.k8s.io/v1/certificatesigningrequests/";

  /** What whoever asks must be allowed to create, and what is told when they are. */
  private record Way(String subresource, String message) {}

  private static final Way SELF =
      new Way(
          "selfnodeclient",
          "Auto approving self kubelet client certificate after SubjectAccessReview.");
  private static final Way NODE =
      new Way("nodeclient", "Auto approving kubelet client certificate after SubjectAccessReview.");

  private final KubernetesClient client;
  private final Informer<CertificateSigningRequest> requests;

  /** A reconciler that works through {@code client}. */
  public ApprovingReconciler(
      KubernetesClient client, Informer<CertificateSigningRequest> requests) {
    this.client = client;
    this.requests = requests;
  }

  @Override
  public Optional<Duration> reconcile(String name) {
    Optional<CertificateSigningRequest> found =
        requests
            .get("", name)
            .filter(request -> !Decisions.issued(request) && !Decisions.decided(request));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    CertificateSigningRequest request = found.get();
    List<Way> ways = ways(request);
    for (Way way : ways) {
      if (allowed(request, way.subresource())) {
        approve(request, way.message());
        return Optional.empty();
      }
    }
    if (!ways.isEmpty()) {
      // Permission may come later.
      throw new IllegalStateException(
          "recognized csr " + name + " but subject access review was not approved");
    }
    return Optional.empty();
  }

  private static List<Way> ways(CertificateSigningRequest request) {
    var spec = request.getSpec();
    if (!spec.getSignerName().equals(SignerRules.KUBELET_CLIENT)) {
      return List.of();
    }
    CertificateRequest asked = CertificateRequest.parse(spec.getRequest());
    if (SignerRules.problem(SignerRules.KUBELET_CLIENT, asked, spec.getUsages()).isPresent()) {
      return List.of();
    }
    return asked.subject().commonName().equals(spec.getUsername())
        ? List.of(SELF, NODE)
        : List.of(NODE);
  }

  private boolean allowed(CertificateSigningRequest request, String subresource) {
    var spec = request.getSpec();
    SubjectAccessReview review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(spec.getUsername())
            .withUid(spec.getUid())
            .withGroups(spec.getGroups())
            .withExtra(spec.getExtra())
            .withNewResourceAttributes()
            .withGroup("certificates.k8s.io")
            .withResource("certificatesigningrequests")
            .withVerb("create")
            .withSubresource(subresource)
            .withVersion("*")
            .endResourceAttributes()
            .endSpec()
            .build();
    SubjectAccessReview answer = client.authorization().v1().subjectAccessReview().create(review);
    return Boolean.TRUE.equals(answer.getStatus().getAllowed());
  }

  private void approve(CertificateSigningRequest request, String message) {
    CertificateSigningRequest approved =
        new CertificateSigningRequestBuilder(request)
            .editOrNewStatus()
            .addNewCondition()
            .withType(Decisions.APPROVED)
            .withStatus(Decisions.TRUE)
            .withReason("AutoApproved")
            .withMessage(message)
            .endCondition()
            .endStatus()
            .build();
    var _ = client.raw(PATH + request.getMetadata().getName() + "/approval", "PUT", approved);
  }
}
