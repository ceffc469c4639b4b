package io.jukung.server.metrics;

import io.jukung.admission.AdmissionObserver.WebhookCall;
import io.jukung.server.connect.CertificateFaults;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * Counters of admission webhooks, by upstream's names and labels ({@code
 * k8s.io/apiserver/pkg/admission/metrics/metrics.go} and {@code pkg/util/webhook/metrics.go} at
 * v1.36). Safe for all threads.
 */
final class WebhookMetrics implements CertificateFaults {
  private static final double[] BOUNDS = {0.005, 0.025, 0.1, 0.5, 1.0, 2.5, 10, 25};

  /** Codes above are counted as this, to bound how many there are. */
  private static final int MAX_CODE = 600;

  private final Histogram durations;
  // Upstream's counters of these names; the library would have a counter's name end in _total.
  private final Gauge rejections;
  private final Gauge failedOpen;
  private final Counter requests;
  private final Counter missingNames;
  private final Counter sha1;

  /** Counters that stand at zero. */
  WebhookMetrics(PrometheusRegistry registry) {
    durations =
        Histogram.builder()
            .name("apiserver_admission_webhook_admission_duration_seconds")
            .help(
                "Admission webhook latency histogram in seconds, identified by name and broken out"
                    + " for each operation and API resource and type (validate or admit).")
            .labelNames("name", "type", "operation", "rejected")
            .classicOnly()
            .classicUpperBounds(BOUNDS)
            .register(registry);
    rejections =
        Gauge.builder()
            .name("apiserver_admission_webhook_rejection_count")
            .help(
                "Admission webhook rejection count, identified by name and broken out for each"
                    + " admission type (validating or admit) and operation.")
            .labelNames("name", "type", "operation", "error_type", "rejection_code")
            .register(registry);
    failedOpen =
        Gauge.builder()
            .name("apiserver_admission_webhook_fail_open_count")
            .help(
                "Admission webhook fail open count, identified by name and broken out for each"
                    + " admission type (validating or admit).")
            .labelNames("name", "type")
            .register(registry);
    missingNames =
        certificates(
            registry,
            "missing_san_total",
            "missing SAN extension in their serving certificate OR the number of connection"
                + " failures due to the lack of x509 certificate SAN extension missing");
    sha1 =
        certificates(
            registry,
            "insecure_sha1_total",
            "with insecure SHA1 signatures in their serving certificate OR the number of connection"
                + " failures due to the insecure SHA1 signatures");
    requests =
        Counter.builder()
            .name("apiserver_admission_webhook_request_total")
            .help(
                "Admission webhook request total, identified by name and broken out for each"
                    + " admission type (validating or admit) and operation.")
            .labelNames("name", "type", "operation", "code", "rejected")
            .register(registry);
  }

  private static Counter certificates(PrometheusRegistry registry, String name, String what) {
    return Counter.builder()
        .name("apiserver_webhooks_x509_" + name)
        .help(
            "Counts the number of requests to servers "
                + what
                + " (either/or, based on the runtime environment)")
        .register(registry);
  }

  @Override
  public void missingAlternativeName() {
    missingNames.inc();
  }

  @Override
  public void signedWithSha1() {
    sha1.inc();
  }

  void asked(WebhookCall call, String type, String operation, long nanos) {
    String code = Integer.toString(Math.min(call.code(), MAX_CODE));
    String rejected = Boolean.toString(call.rejected());
    String name = call.webhook();
    durations.labelValues(name, type, operation, rejected).observe(nanos / 1e9);
    requests.labelValues(name, type, operation, code, rejected).inc();
    if (call.rejected()) {
      rejections.labelValues(name, type, operation, call.outcome(), code).inc();
    }
    if (call.failedOpen()) {
      failedOpen.labelValues(name, type).inc();
    }
  }
}
