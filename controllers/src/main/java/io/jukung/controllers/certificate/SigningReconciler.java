package io.jukung.controllers.certificate;

import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.Times;
import io.jukung.controllers.queue.Reconciler;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Issues one approved request of a signer that was given an authority, or tells why not by the
 * condition {@code Failed}.
 */
public final class SigningReconciler implements Reconciler<String> {
  private static final Logger LOG = LoggerFactory.getLogger(SigningReconciler.class);

  private final KubernetesClient client;
  private final Informer<CertificateSigningRequest> requests;
  private final Map<String, CertificateIssuer> issuers;
  private final Clock clock;

  /** A reconciler that works through {@code client}. */
  public SigningReconciler(
      KubernetesClient client,
      Informer<CertificateSigningRequest> requests,
      ClusterSigning signing,
      Clock clock) {
    this.client = client;
    this.requests = requests;
    SecureRandom random = new SecureRandom();
    this.issuers =
        signing.authorities().entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey,
                    entry ->
                        new CertificateIssuer(
                            new SigningFiles(entry.getValue()),
                            signing.duration(),
                            clock,
                            random)));
    this.clock = clock;
  }

  @Override
  public Optional<Duration> reconcile(String name) {
    Optional<CertificateSigningRequest> found =
        requests
            .get("", name)
            .filter(Decisions::waits)
            .filter(request -> issuers.containsKey(request.getSpec().getSignerName()));
    if (found.isPresent()) {
      sign(found.get());
    }
    return Optional.empty();
  }

  private void sign(CertificateSigningRequest request) {
    var spec = request.getSpec();
    CertificateRequest asked = CertificateRequest.parse(spec.getRequest());
    Optional<String> problem = SignerRules.problem(spec.getSignerName(), asked, spec.getUsages());
    if (problem.isPresent()) {
      fail(request, problem.get());
      return;
    }
    byte[] certificate =
        Objects.requireNonNull(issuers.get(spec.getSignerName()))
            .issue(
                asked,
                spec.getUsages(),
                Optional.ofNullable(spec.getExpirationSeconds()).map(Duration::ofSeconds));
    CertificateSigningRequest issued =
        new CertificateSigningRequestBuilder(request)
            .editOrNewStatus()
            .withCertificate(ApiPem.write("CERTIFICATE", certificate))
            .endStatus()
            .build();
    var _ = client.resource(issued).updateStatus();
    LOG.info("request={} signer={} issued", name(request), spec.getSignerName());
  }

  private void fail(CertificateSigningRequest request, String message) {
    CertificateSigningRequest failed =
        new CertificateSigningRequestBuilder(request)
            .editOrNewStatus()
            .addNewCondition()
            .withType(Decisions.FAILED)
            .withStatus(Decisions.TRUE)
            .withReason("SignerValidationFailure")
            .withMessage(message)
            .withLastUpdateTime(Times.now(clock))
            .endCondition()
            .endStatus()
            .build();
    var _ = client.resource(failed).updateStatus();
  }

  private static String name(CertificateSigningRequest request) {
    return request.getMetadata().getName();
  }
}
