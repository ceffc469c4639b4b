package io.jukung.server.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;

/**
 * Counters of one configuration file that is followed, by upstream's names and labels ({@code
 * pkg/server/options/*config/metrics/metrics.go} of {@code k8s.io/apiserver} at v1.36). Safe for
 * all threads.
 */
public final class ReloadMetrics {
  private final Counter reloads;
  private final Gauge lastTimes;
  private final Info info;
  private final String server;
  private final InstantSource clock;

  /**
   * What the counters of one server share.
   *
   * @param serverId upstream's identity of this API server, of which a hash is shown
   */
  public record Source(PrometheusRegistry registry, String serverId, InstantSource clock) {
    /**
     * Counters that stand at zero.
     *
     * @param kind {@code authentication}, {@code authorization} or {@code encryption}
     */
    public ReloadMetrics of(String kind) {
      return new ReloadMetrics(this, kind);
    }
  }

  private ReloadMetrics(Source source, String kind) {
    String prefix = "apiserver_" + kind + "_config_controller_";
    clock = source.clock();
    server = hash(source.serverId());
    reloads =
        Counter.builder()
            .name(prefix + "automatic_reloads_total")
            .help(
                "Total number of automatic reloads of "
                    + kind
                    + " configuration split by status and apiserver identity.")
            .labelNames("status", "apiserver_id_hash")
            .register(source.registry());
    lastTimes =
        Gauge.builder()
            .name(prefix + "automatic_reload_last_timestamp_seconds")
            .help(
                "Timestamp of the last automatic reload of "
                    + kind
                    + " configuration split by status and apiserver identity.")
            .labelNames("status", "apiserver_id_hash")
            .register(source.registry());
    info =
        Info.builder()
            .name(prefix + "last_config")
            .help(
                "Information about the last applied "
                    + kind
                    + " configuration with hash as label, split by apiserver identity.")
            .labelNames("apiserver_id_hash", "hash")
            .register(source.registry());
  }

  /** A configuration is in force from now on. */
  public void inForce(byte[] text) {
    hashInForce(hash(text));
  }

  /** As {@link #inForce}, by its hash. */
  void hashInForce(String hash) {
    info.setLabelValues(server, hash);
  }

  /** A changed configuration was taken over, or could not be. */
  public void reloaded(boolean success) {
    String status = success ? "success" : "failure";
    reloads.labelValues(status, server).inc();
    lastTimes.labelValues(status, server).set(clock.instant().toEpochMilli() / 1e3);
  }

  /** How upstream shows a text that not everybody is to read. */
  static String hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hash(byte[] text) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
