package io.jukung.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Counters of KMS plugins' keys and of issuers' keys, by upstream's names and labels. Upstream:
 * {@code envelope/metrics/metrics_test.go}, {@code oidc/metrics_test.go}.
 */
final class KeyMetricsTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ReloadMetrics.Source source =
      new ReloadMetrics.Source(registry, "server", () -> NOW);
  private final String server = ReloadMetrics.hash("server");

  private String text() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void pluginsAndSeeds() throws IOException {
    KmsMetrics metrics = new KmsMetrics(source);
    metrics.called("plug", "/v2.KeyManagementService/Encrypt", "Unavailable", 150_000);
    metrics.keyUsed("plug", true, "one");
    metrics.keyUsed("plug", true, "one");
    metrics.keyUsed("plug", false, "one");
    metrics.keyTold("plug", "one");
    metrics.keyRefused("plug", "too_long");
    metrics.seedsKept("plug", 3);
    metrics.seedMissed();
    metrics.seedMade(7_000);
    String key =
        "{apiserver_id_hash=\"%s\",key_id_hash=\"%s\",provider_name=\"plug\""
            .formatted(server, ReloadMetrics.hash("one"));
    String envelope = "apiserver_envelope_encryption_";
    assertThat(text())
        .contains(
            envelope
                + "kms_operations_latency_seconds_bucket{grpc_status_code=\"Unavailable\""
                + ",method_name=\"/v2.KeyManagementService/Encrypt\",provider_name=\"plug\""
                + ",le=\"2.0E-4\"} 1",
            envelope + "key_id_hash_total" + key + ",transformation_type=\"to_storage\"} 2",
            envelope + "key_id_hash_total" + key + ",transformation_type=\"from_storage\"} 1",
            envelope + "key_id_hash_last_timestamp_seconds" + key + ",transformation_type=",
            envelope + "key_id_hash_status_last_timestamp_seconds" + key + "} 1.7E9",
            envelope
                + "invalid_key_id_from_status_total{error=\"too_long\",provider_name=\"plug\"} 1",
            envelope + "dek_source_cache_size{provider_name=\"plug\"} 3",
            "apiserver_storage_envelope_transformation_cache_misses_total 1",
            "apiserver_storage_data_key_generation_duration_seconds_bucket{le=\"1.0E-5\"} 1",
            "apiserver_storage_data_key_generation_failures_total 0");
  }

  @Test
  void ofManyKeysTheLastAreShown() throws IOException {
    KmsMetrics metrics = new KmsMetrics(source);
    for (int i = 0; i <= 100; i++) {
      metrics.keyUsed("plug", true, "key-" + i);
      metrics.keyTold("plug", "key-" + i);
    }
    assertThat(text())
        .doesNotContain(ReloadMetrics.hash("key-0"))
        .contains(ReloadMetrics.hash("key-1"), ReloadMetrics.hash("key-100"));
  }

  @Test
  void issuers() throws IOException {
    AccessMetrics metrics = new AccessMetrics(source);
    metrics.keysRead("https://a", Optional.of("{\"keys\":[]}"));
    metrics.keysRead("https://a", Optional.of("{\"keys\":[1]}"));
    metrics.keysRead("https://a", Optional.empty());
    String prefix = "apiserver_authentication_jwt_authenticator_jwks_fetch_";
    String issuer = ",jwt_issuer_hash=\"" + ReloadMetrics.hash("https://a") + "\"";
    String who = "{apiserver_id_hash=\"" + server + "\"";
    assertThat(text())
        .contains(
            prefix + "last_timestamp_seconds" + who + issuer + ",result=\"success\"} 1.7E9",
            prefix + "last_timestamp_seconds" + who + issuer + ",result=\"failure\"} 1.7E9",
            prefix
                + "last_key_set_info"
                + who
                + ",hash=\""
                + ReloadMetrics.hash("{\"keys\":[1]}")
                + "\""
                + issuer
                + "} 1")
        .doesNotContain(ReloadMetrics.hash("{\"keys\":[]}"));
    metrics.forgotten("https://a");
    assertThat(text()).doesNotContain(issuer);
  }
}
