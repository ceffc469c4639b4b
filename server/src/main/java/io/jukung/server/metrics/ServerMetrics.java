package io.jukung.server.metrics;

import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.encryption.EncryptionAtRest;
import io.jukung.registry.store.Registry;
import io.jukung.server.http.ApiCall;
import io.jukung.server.http.FrontHandler;
import io.jukung.server.request.RequestInfo;
import io.jukung.server.response.ApiResponse;
import io.jukung.storage.Bytes;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** The server's own counters. Safe for all threads. */
public final class ServerMetrics implements FrontHandler.Observer {
  private static final double[] DURATION_BOUNDS = {
    0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30,
    45, 60
  };
  private static final double[] SIZE_BOUNDS = {1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
  private static final String[] LABELS = {
    "verb", "group", "version", "resource", "subresource", "scope", "component"
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter requests;
  private final Histogram durations;
  private final Histogram sizes;
  private final Gauge inFlight;
  private final Gauge watches;

  /**
   * Fresh counters.
   *
   * @param revision the store's newest revision
   */
  public ServerMetrics(LongSupplier revision) {
    JvmMetrics.builder().register(registry);
    requests =
        Counter.builder()
            .name("apiserver_request_total")
            .help("Requests by verb, resource and HTTP status.")
            .labelNames(with(LABELS, "dry_run", "system_client", "code"))
            .register(registry);
    durations =
        Histogram.builder()
            .name("apiserver_request_duration_seconds")
            .help("Time from the first byte to the end of the answer; watches left out.")
            .labelNames(with(LABELS, "dry_run"))
            .classicOnly()
            .classicUpperBounds(DURATION_BOUNDS)
            .register(registry);
    sizes =
        Histogram.builder()
            .name("apiserver_response_sizes")
            .help("Response size distribution in bytes for each group, version, verb and resource.")
            .labelNames(LABELS)
            .classicOnly()
            .classicUpperBounds(SIZE_BOUNDS)
            .register(registry);
    inFlight =
        Gauge.builder()
            .name("apiserver_current_inflight_requests")
            .help("Requests under way, by whether they write; watches left out.")
            .labelNames("request_kind")
            .register(registry);
    watches =
        Gauge.builder()
            .name("apiserver_longrunning_requests")
            .help("Requests under way that last as long as the client wants.")
            .labelNames(LABELS)
            .register(registry);
    gauge(
        "jukung_store_revision",
        "The newest revision applied in this process.",
        () -> (double) revision.getAsLong());
  }

  /** Shows one more number, asked for each time. */
  public void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /** Where others show their counters. */
  public PrometheusRegistry registry() {
    return registry;
  }

  /** Counts a request that begins to run; {@link #finished} follows. */
  public void started(RequestInfo info) {
    gauge(info, 1);
  }

  /** The end of what {@link #started} began. */
  public void finished(RequestInfo info) {
    gauge(info, -1);
  }

  private void gauge(RequestInfo info, double change) {
    if (info.longRunning()) {
      watches.labelValues(labels(info)).inc(change);
    } else {
      inFlight.labelValues(info.readOnly() ? "readOnly" : "mutating").inc(change);
    }
  }

  @Override
  public void served(ApiCall call, int status, Duration time) {
    RequestInfo info;
    try {
      info = call.info();
    } catch (IllegalArgumentException e) {
      return;
    }
    // Strangers must not make new time series by asking for names that do not exist.
    if (info.resourceRequest() && (status == 404 || status == 401)) {
      String[] strangers = {verb(info), "", "", "", "", "", ""};
      requests.labelValues(with(strangers, "", "", Integer.toString(status))).inc();
      return;
    }
    String[] labels = labels(info);
    String dryRun = call.query().text("dryRun").equals("All") ? "All" : "";
    requests.labelValues(with(labels, dryRun, "", Integer.toString(status))).inc();
    if (!info.longRunning()) {
      durations.labelValues(with(labels, dryRun)).observe(time.toNanos() / 1e9);
      if (info.readOnly()) {
        sizes.labelValues(labels).observe((double) call.answerBytes());
      }
    }
  }

  private static String[] labels(RequestInfo info) {
    return new String[] {
      verb(info),
      info.group(),
      info.version(),
      info.resource(),
      info.subresource(),
      scope(info),
      info.resourceRequest() ? "apiserver" : ""
    };
  }

  private static String[] with(String[] labels, String... more) {
    String[] all = Arrays.copyOf(labels, labels.length + more.length);
    System.arraycopy(more, 0, all, labels.length, more.length);
    return all;
  }

  /** Upstream's {@code CleanScope}. */
  private static String scope(RequestInfo info) {
    if (!info.name().isEmpty() || info.verb().equals("create")) {
      return "resource";
    }
    return !info.namespace().isEmpty() ? "namespace" : info.resourceRequest() ? "cluster" : "";
  }

  /** A resource of several versions counts once. */
  private static Map<String, Long> counts(Catalog catalog, Registry objects) {
    Map<String, Long> counts = new TreeMap<>();
    for (ResourceType type : catalog.resources()) {
      if (type.stored()) {
        counts.putIfAbsent(type.resource().groupResource(), objects.size(type).objects());
      }
    }
    return counts;
  }

  /** Shows what encryption at rest does from now on. */
  public void follow(EncryptionAtRest encryption, ReloadMetrics.Source reloads) {
    encryption.observe(new EncryptionMetrics(reloads, encryption.configHash()));
  }

  /** Shows how many objects there are of each stored resource of {@code catalog}. */
  public void follow(Catalog catalog, Registry objects) {
    GaugeWithCallback.builder()
        .name("apiserver_storage_objects")
        .help("Number of stored objects at the time of last check split by kind.")
        .labelNames("resource")
        .callback(
            callback ->
                counts(catalog, objects)
                    .forEach((resource, count) -> callback.call((double) count, resource)))
        .register(registry);
  }

  private static String verb(RequestInfo info) {
    return switch (info.verb()) {
      case "get" -> "GET";
      case "list" -> "LIST";
      case "watch" -> "WATCH";
      case "create" -> "POST";
      case "update" -> "PUT";
      case "patch" -> "PATCH";
      case "delete" -> "DELETE";
      case "deletecollection" -> "DELETECOLLECTION";
      default -> "OTHER";
    };
  }

  /** All counters as text. */
  public ApiResponse text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(16 << 10);
    PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    try {
      writer.write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ApiResponse(
        200,
        writer.getContentType(),
        List.of(),
        new ApiResponse.Body.Fixed(Bytes.wrap(out.toByteArray())));
  }
}
