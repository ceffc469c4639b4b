package io.jukung.server.metrics;

import io.jukung.registry.encryption.EncryptionObserver;
import io.jukung.registry.encryption.KmsObserver;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;

/**
 * Counters of encryption at rest, by upstream's names and labels ({@code
 * k8s.io/apiserver/pkg/storage/value/metrics.go} at v1.36). Safe for all threads.
 */
final class EncryptionMetrics implements EncryptionObserver {
  private static final double FIRST_BOUND = 5e-6;
  private static final int BOUNDS = 25;

  private final Counter operations;
  private final Histogram durations;
  private final ReloadMetrics reloads;
  private final KmsMetrics kms;

  /**
   * Counters that stand at zero.
   *
   * @param hash of the configuration in force, in hexadecimal
   */
  EncryptionMetrics(ReloadMetrics.Source source, String hash) {
    operations =
        Counter.builder()
            .name("apiserver_storage_transformation_operations_total")
            .help("Total number of transformations.")
            .labelNames("resource", "transformation_type", "transformer_prefix", "status")
            .register(source.registry());
    durations =
        Histogram.builder()
            .name("apiserver_storage_transformation_duration_seconds")
            .help("Latencies in seconds of value transformation operations.")
            .labelNames("transformation_type", "transformer_prefix")
            .classicOnly()
            .classicExponentialUpperBounds(FIRST_BOUND, 2, BOUNDS)
            .register(source.registry());
    kms = new KmsMetrics(source);
    reloads = source.of("encryption");
    reloads.hashInForce("sha256:" + hash);
  }

  @Override
  public void transformed(
      String resource, boolean toStorage, String prefix, boolean failed, long nanos) {
    String type = toStorage ? "to_storage" : "from_storage";
    operations.labelValues(resource, type, prefix, failed ? "Unknown" : "OK").inc();
    if (!failed) {
      durations.labelValues(type, prefix).observe(nanos / 1e9);
    }
  }

  @Override
  public void reloaded(boolean success, String hash) {
    reloads.reloaded(success);
    if (success) {
      reloads.hashInForce("sha256:" + hash);
    }
  }

  @Override
  public KmsObserver kms() {
    return kms;
  }
}
