package io.jukung.server.audit;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Audit's counters, by upstream's names and labels. Safe for all threads. */
final class AuditMetrics {
  private final Counter events;
  private final Counter errors;
  private final Counter rejected;
  private final Counter levels;

  /** Counters that stand at zero. */
  AuditMetrics(PrometheusRegistry registry) {
    events =
        Counter.builder()
            .name("apiserver_audit_event_total")
            .help("Counter of audit events generated and sent to the audit backend.")
            .register(registry);
    errors =
        Counter.builder()
            .name("apiserver_audit_error_total")
            .help(
                "Counter of audit events that failed to be audited properly. Plugin identifies the"
                    + " plugin affected by the error.")
            .labelNames("plugin")
            .register(registry);
    rejected =
        Counter.builder()
            .name("apiserver_audit_requests_rejected_total")
            .help(
                "Counter of apiserver requests rejected due to an error in audit logging backend.")
            .register(registry);
    levels =
        Counter.builder()
            .name("apiserver_audit_level_total")
            .help("Counter of policy levels for audit events (1 per request).")
            .labelNames("level")
            .register(registry);
  }

  /** A request is written down at this level. */
  void level(AuditLevel level) {
    levels.labelValues(level.text()).inc();
  }

  /** An event was given to the backends. */
  void event() {
    events.inc();
  }

  /** A backend did not keep an event. */
  void failed(String plugin) {
    errors.labelValues(plugin).inc();
  }

  /** A request was refused because it could not be written down. */
  void rejected() {
    rejected.inc();
  }
}
