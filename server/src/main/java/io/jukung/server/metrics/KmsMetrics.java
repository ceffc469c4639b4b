package io.jukung.server.metrics;

import io.jukung.registry.encryption.KmsObserver;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Counters of KMS v2 plugins and of the seeds they wrap, by upstream's names and labels ({@code
 * k8s.io/apiserver/pkg/storage/value/encrypt/envelope/metrics/metrics.go} and {@code
 * storage/value/metrics.go} at v1.36). Of keys the hundred used last are shown. Safe for all
 * threads.
 */
final class KmsMetrics implements KmsObserver {
  private static final String PREFIX = "apiserver_envelope_encryption_";
  private static final double FIRST_CALL_BOUND = 1e-4;
  private static final int CALL_BOUNDS = 20;
  private static final double FIRST_SEED_BOUND = 5e-6;
  private static final int SEED_BOUNDS = 14;
  private static final int MAX_KEYS = 100;

  private final InstantSource clock;
  private final String server;
  private final Histogram calls;
  private final Counter uses;
  private final Gauge lastUses;
  private final Gauge lastTold;
  private final Counter refused;
  private final Gauge kept;
  private final Counter missed;
  private final Histogram made;
  // Each guarded by itself: the labels of the keys used last.
  private final Map<List<String>, Boolean> used;
  private final Map<List<String>, Boolean> told;

  /** Counters that stand at zero. */
  KmsMetrics(ReloadMetrics.Source source) {
    PrometheusRegistry registry = source.registry();
    clock = source.clock();
    server = ReloadMetrics.hash(source.serverId());
    calls =
        Histogram.builder()
            .name(PREFIX + "kms_operations_latency_seconds")
            .help("KMS operation duration with gRPC error code status total.")
            .labelNames("provider_name", "method_name", "grpc_status_code")
            .classicOnly()
            .classicExponentialUpperBounds(FIRST_CALL_BOUND, 2, CALL_BOUNDS)
            .register(registry);
    String[] key = {"transformation_type", "provider_name", "key_id_hash", "apiserver_id_hash"};
    uses =
        counter(
            PREFIX + "key_id_hash_total",
            "Number of times a keyID is used split by transformation type, provider, and apiserver"
                + " identity.",
            registry,
            key);
    lastUses =
        gauge(
            "key_id_hash_last_timestamp_seconds",
            "The last time in seconds when a keyID was used.",
            registry,
            key);
    lastTold =
        gauge(
            "key_id_hash_status_last_timestamp_seconds",
            "The last time in seconds when a keyID was returned by the Status RPC call.",
            registry,
            "provider_name",
            "key_id_hash",
            "apiserver_id_hash");
    refused =
        counter(
            PREFIX + "invalid_key_id_from_status_total",
            "Number of times an invalid keyID is returned by the Status RPC call split by error.",
            registry,
            "provider_name",
            "error");
    kept =
        gauge(
            "dek_source_cache_size",
            "Number of records in data encryption key (DEK) source cache. On a restart, this value"
                + " is an approximation of the number of decrypt RPC calls the server will make to"
                + " the KMS plugin.",
            registry,
            "provider_name");
    missed =
        counter(
            "apiserver_storage_envelope_transformation_cache_misses_total",
            "Total number of cache misses while accessing key decryption key(KEK).",
            registry);
    made = seeds(registry);
    used =
        last(
            labels -> {
              uses.remove(labels);
              lastUses.remove(labels);
            });
    told = last(lastTold::remove);
  }

  private static Histogram seeds(PrometheusRegistry registry) {
    // Making one can't fail here, so this stays at zero.
    Counter _ =
        counter(
            "apiserver_storage_data_key_generation_failures_total",
            "Total number of failed data encryption key(DEK) generation operations.",
            registry);
    return Histogram.builder()
        .name("apiserver_storage_data_key_generation_duration_seconds")
        .help("Latencies in seconds of data encryption key(DEK) generation operations.")
        .classicOnly()
        .classicExponentialUpperBounds(FIRST_SEED_BOUND, 2, SEED_BOUNDS)
        .register(registry);
  }

  private static Counter counter(
      String name, String help, PrometheusRegistry registry, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  private static Gauge gauge(
      String name, String help, PrometheusRegistry registry, String... labels) {
    return Gauge.builder().name(PREFIX + name).help(help).labelNames(labels).register(registry);
  }

  private static Map<List<String>, Boolean> last(Consumer<String[]> forget) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<List<String>, Boolean> eldest) {
        boolean over = size() > MAX_KEYS;
        if (over) {
          forget.accept(array(eldest.getKey()));
        }
        return over;
      }
    };
  }

  private static String[] array(Collection<String> labels) {
    return labels.toArray(String[]::new);
  }

  @Override
  public void called(String provider, String method, String status, long nanos) {
    calls.labelValues(provider, method, status).observe(nanos / 1e9);
  }

  @Override
  public void keyUsed(String provider, boolean toStorage, String keyId) {
    List<String> labels =
        List.of(
            toStorage ? "to_storage" : "from_storage", provider, ReloadMetrics.hash(keyId), server);
    synchronized (used) {
      used.put(labels, true);
      uses.labelValues(array(labels)).inc();
      lastUses.labelValues(array(labels)).set(now());
    }
  }

  @Override
  public void keyTold(String provider, String keyId) {
    List<String> labels = List.of(provider, ReloadMetrics.hash(keyId), server);
    synchronized (told) {
      told.put(labels, true);
      lastTold.labelValues(array(labels)).set(now());
    }
  }

  private double now() {
    return clock.instant().toEpochMilli() / 1e3;
  }

  @Override
  public void keyRefused(String provider, String error) {
    refused.labelValues(provider, error).inc();
  }

  @Override
  public void seedsKept(String provider, int seeds) {
    kept.labelValues(provider).set(seeds);
  }

  @Override
  public void seedMissed() {
    missed.inc();
  }

  @Override
  public void seedMade(long nanos) {
    made.observe(nanos / 1e9);
  }
}
