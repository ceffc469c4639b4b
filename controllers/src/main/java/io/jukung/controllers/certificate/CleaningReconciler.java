package io.jukung.controllers.certificate;

import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.queue.Reconciler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes all requests that had their time, every hour; its key says nothing. */
public final class CleaningReconciler implements Reconciler<String> {
  private static final Logger LOG = LoggerFactory.getLogger(CleaningReconciler.class);
  private static final Duration INTERVAL = Duration.ofHours(1);

  private final KubernetesClient client;
  private final Informer<CertificateSigningRequest> requests;
  private final Clock clock;

  /** A reconciler that works through {@code client}. */
  public CleaningReconciler(
      KubernetesClient client, Informer<CertificateSigningRequest> requests, Clock clock) {
    this.client = client;
    this.requests = requests;
    this.clock = clock;
  }

  @Override
  public Optional<Duration> reconcile(String key) {
    Instant now = clock.instant();
    for (CertificateSigningRequest request : requests.list()) {
      if (RequestAges.over(request, now)) {
        remove(request);
      }
    }
    return Optional.of(INTERVAL);
  }

  /** One that stays does not keep the others: the next round comes. */
  private void remove(CertificateSigningRequest request) {
    String name = request.getMetadata().getName();
    try {
      var _ = client.resource(request).delete();
      LOG.info("request={} had its time, removed", name);
    } catch (KubernetesClientException e) {
      LOG.warn("request={} not removed, tried again in an hour", name, e);
    }
  }
}
