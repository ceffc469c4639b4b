package io.jukung.server.flowcontrol;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Flow control's counters, by upstream's names and labels. Safe for all threads. */
final class FlowMetrics {
  private static final String PREFIX = "apiserver_flowcontrol_";
  private static final String[] FLOW = {"priority_level", "flow_schema"};
  private static final double[] BOUNDS = {0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30};

  private final PrometheusRegistry registry;
  private final Counter dispatched;
  private final Counter rejected;
  private final Gauge executing;
  private final Gauge executingSeats;
  private final Histogram waits;
  private final Histogram executions;

  /**
   * Whose request it is.
   *
   * @param schema the name of its FlowSchema
   */
  record Flow(String level, String schema) {}

  /**
   * Counters that stand at zero.
   *
   * @param levels those in force, by name
   */
  FlowMetrics(PrometheusRegistry registry, Supplier<Map<String, Level>> levels) {
    this.registry = registry;
    dispatched =
        Counter.builder()
            .name(PREFIX + "dispatched_requests_total")
            .help("Number of requests executed by API Priority and Fairness subsystem")
            .labelNames(FLOW)
            .register(registry);
    rejected =
        Counter.builder()
            .name(PREFIX + "rejected_requests_total")
            .help("Number of requests rejected by API Priority and Fairness subsystem")
            .labelNames("priority_level", "flow_schema", "reason")
            .register(registry);
    executing =
        gauge(
            "current_executing_requests",
            "Number of requests in initial (for a WATCH) or any (for a non-WATCH) execution stage"
                + " in the API Priority and Fairness subsystem");
    executingSeats =
        gauge(
            "current_executing_seats",
            "Concurrency (number of seats) occupied by the currently executing (initial stage for a"
                + " WATCH, any stage otherwise) requests in the API Priority and Fairness"
                + " subsystem");
    waits =
        histogram(
            "request_wait_duration_seconds",
            "Length of time a request spent waiting in its queue",
            "execute");
    executions =
        histogram(
            "request_execution_seconds",
            "Duration of initial stage (for a WATCH) or any (for a non-WATCH) stage of request"
                + " execution in the API Priority and Fairness subsystem",
            "type");
    ofLevels(
        "nominal_limit_seats",
        "Nominal number of execution seats configured for each priority level",
        levels,
        Level::nominal);
    ofLevels(
        "current_limit_seats",
        "current derived number of execution seats available to each priority level",
        levels,
        Level::limit);
    ofLevels(
        "current_inqueue_requests",
        "Number of requests currently pending in queues of the API Priority and Fairness subsystem",
        levels,
        level -> level.counts.waiting);
  }

  private Gauge gauge(String name, String help) {
    return Gauge.builder().name(PREFIX + name).help(help).labelNames(FLOW).register(registry);
  }

  private Histogram histogram(String name, String help, String label) {
    return Histogram.builder()
        .name(PREFIX + name)
        .help(help)
        .labelNames("priority_level", "flow_schema", label)
        .classicOnly()
        .classicUpperBounds(BOUNDS)
        .register(registry);
  }

  private void ofLevels(
      String name,
      String help,
      Supplier<Map<String, Level>> levels,
      ToDoubleFunction<Level> value) {
    GaugeWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .labelNames("priority_level")
        .callback(
            callback ->
                levels.get().forEach((level, it) -> callback.call(value.applyAsDouble(it), level)))
        .register(registry);
  }

  /** A request got a seat, or none. */
  void waited(Flow flow, long nanos, boolean served) {
    waits.labelValues(flow.level, flow.schema, Boolean.toString(served)).observe(nanos / 1e9);
    if (served) {
      dispatched.labelValues(flow.level, flow.schema).inc();
    } else {
      String reason = nanos > 1_000_000_000L ? "time-out" : "queue-full";
      rejected.labelValues(flow.level, flow.schema, reason).inc();
    }
  }

  /** A request runs from now on. */
  void began(Flow flow, int seats) {
    executing.labelValues(flow.level, flow.schema).inc();
    executingSeats.labelValues(flow.level, flow.schema).inc(seats);
  }

  /** A request has run. */
  void ended(Flow flow, int seats, long nanos, boolean watch) {
    executing.labelValues(flow.level, flow.schema).dec();
    executingSeats.labelValues(flow.level, flow.schema).dec(seats);
    executions
        .labelValues(flow.level, flow.schema, watch ? "watch" : "regular")
        .observe(nanos / 1e9);
  }
}
