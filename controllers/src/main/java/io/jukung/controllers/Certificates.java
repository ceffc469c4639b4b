package io.jukung.controllers;

import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.jukung.controllers.certificate.ApprovingReconciler;
import io.jukung.controllers.certificate.CleaningReconciler;
import io.jukung.controllers.certificate.ClusterSigning;
import io.jukung.controllers.certificate.SigningReconciler;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.queue.WorkQueue;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the controllers of requests for certificates are wired. */
final class Certificates {
  static final String SIGNING = "certificatesigningrequest-signing-controller";
  static final String APPROVING = "certificatesigningrequest-approving-controller";
  static final String CLEANER = "certificatesigningrequest-cleaner-controller";

  /** The service account of all three. */
  static final String ACCOUNT = "certificate-controller";

  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
  private static final int WORKERS = 5;

  private Certificates() {}

  static void signing(ControllerContext context) {
    Optional<ClusterSigning> signing = context.options().signing();
    if (signing.isEmpty()) {
      LOG.info("controller={} does not run: it was given no authority", SIGNING);
      return;
    }
    WorkQueue<String> queue = context.queue();
    context.run(
        SIGNING,
        WORKERS,
        queue,
        new SigningReconciler(
            context.client(), requests(context, queue), signing.get(), context.clock()));
  }

  static void approving(ControllerContext context) {
    WorkQueue<String> queue = context.queue();
    context.run(
        APPROVING,
        WORKERS,
        queue,
        new ApprovingReconciler(context.client(), requests(context, queue)));
  }

  static void cleaner(ControllerContext context) {
    WorkQueue<String> queue = context.queue();
    queue.add("all");
    context.run(
        CLEANER,
        1,
        queue,
        new CleaningReconciler(
            context.client(),
            context.informers().of(CertificateSigningRequest.class),
            context.clock()));
  }

  private static Informer<CertificateSigningRequest> requests(
      ControllerContext context, WorkQueue<String> queue) {
    Informer<CertificateSigningRequest> requests =
        context.informers().of(CertificateSigningRequest.class);
    requests.each(request -> queue.add(request.getMetadata().getName()));
    return requests;
  }
}
