package io.jukung.server.metrics;

import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.admission.AdmissionObserver;
import io.jukung.server.connect.CertificateFaults;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Admission's counters, by upstream's names and labels. Safe for all threads. */
public final class AdmissionMetrics implements AdmissionObserver {
  private static final double[] STEP_BOUNDS = {0.005, 0.025, 0.1, 0.5, 1.0, 2.5};
  private static final long SUMMARY_SECONDS = 5L * 60 * 60;

  private final Histogram steps;
  private final Summary summary;
  private final Histogram plugins;
  private final WebhookMetrics webhooks;

  /** Counters that stand at zero. */
  public AdmissionMetrics(PrometheusRegistry registry) {
    steps =
        Histogram.builder()
            .name("apiserver_admission_step_admission_duration_seconds")
            .help(
                "Admission sub-step latency histogram in seconds, broken out for each operation and"
                    + " API resource and step type (validate or admit).")
            .labelNames("type", "operation", "rejected")
            .classicOnly()
            .classicUpperBounds(STEP_BOUNDS)
            .register(registry);
    summary =
        Summary.builder()
            .name("apiserver_admission_step_admission_duration_seconds_summary")
            .help(
                "Admission sub-step latency summary in seconds, broken out for each operation and"
                    + " API resource and step type (validate or admit).")
            .labelNames("type", "operation", "rejected")
            .quantile(0.5, 0.05)
            .quantile(0.9, 0.01)
            .quantile(0.99, 0.001)
            .maxAgeSeconds(SUMMARY_SECONDS)
            .register(registry);
    plugins =
        Histogram.builder()
            .name("apiserver_admission_controller_admission_duration_seconds")
            .help(
                "Admission controller latency histogram in seconds, identified by name and broken"
                    + " out for each operation and API resource and type (validate or admit).")
            .labelNames("name", "type", "operation", "rejected")
            .classicOnly()
            .classicUpperBounds(STEP_BOUNDS)
            .register(registry);
    webhooks = new WebhookMetrics(registry);
  }

  @Override
  public void asked(WebhookCall call, String type, Operation operation, long nanos) {
    webhooks.asked(call, type, operation.name(), nanos);
  }

  @Override
  public void decided(
      String plugin, Phase phase, Operation operation, boolean rejected, long nanos) {
    String refused = Boolean.toString(rejected);
    double seconds = nanos / 1e9;
    if (plugin.isEmpty()) {
      steps.labelValues(phase.text(), operation.name(), refused).observe(seconds);
      summary.labelValues(phase.text(), operation.name(), refused).observe(seconds);
    } else {
      plugins.labelValues(plugin, phase.text(), operation.name(), refused).observe(seconds);
    }
  }

  /** Counts webhooks that are refused for their certificates. */
  public CertificateFaults certificates() {
    return webhooks;
  }
}
