package io.jukung.server.metrics;

import io.jukung.server.authentication.jwt.JwtObserver;
import io.jukung.server.authorization.webhook.WebhookObserver;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counters of issuers' tokens and of authorization webhooks, by upstream's names and labels ({@code
 * plugin/pkg/authenticator/token/oidc/metrics.go} and {@code
 * plugin/pkg/authorizer/webhook/metrics/metrics.go} of {@code k8s.io/apiserver} at v1.36). Safe for
 * all threads.
 */
public final class AccessMetrics implements JwtObserver, WebhookObserver {
  private static final String JWT = "apiserver_authentication_jwt_authenticator_";
  private static final double[] JWT_BOUNDS = {
    .001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
  };

  private final Histogram tokens;
  private final Gauge keyReads;
  private final Info keySets;
  private final String server;
  private final InstantSource clock;
  private final Map<String, String> keySetHashes = new ConcurrentHashMap<>();
  private final Counter evaluations;
  private final Counter failedOpen;
  private final Histogram durations;

  /** Counters that stand at zero. */
  public AccessMetrics(ReloadMetrics.Source source) {
    PrometheusRegistry registry = source.registry();
    server = ReloadMetrics.hash(source.serverId());
    clock = source.clock();
    keyReads =
        Gauge.builder()
            .name(JWT + "jwks_fetch_last_timestamp_seconds")
            .help(
                "Timestamp of the last successful or failed JWKS fetch split by result, api server"
                    + " identity and jwt issuer for the JWT authenticator.")
            .labelNames("result", "jwt_issuer_hash", "apiserver_id_hash")
            .register(registry);
    keySets =
        Info.builder()
            .name(JWT + "jwks_fetch_last_key_set")
            .help(
                "Information about the last JWKS fetched by the JWT authenticator with hash as"
                    + " label, split by api server identity and jwt issuer.")
            .labelNames("jwt_issuer_hash", "apiserver_id_hash", "hash")
            .register(registry);
    tokens =
        Histogram.builder()
            .name(JWT + "latency_seconds")
            .help(
                "Latency of jwt authentication operations in seconds. This is the time spent"
                    + " authenticating a token for cache miss only (i.e. when the token is not"
                    + " found in the cache).")
            .labelNames("result", "jwt_issuer_hash")
            .classicOnly()
            .classicUpperBounds(JWT_BOUNDS)
            .register(registry);
    evaluations =
        Counter.builder()
            .name("apiserver_authorization_webhook_evaluations_total")
            .help("Round-trips to authorization webhooks.")
            .labelNames("name", "result")
            .register(registry);
    failedOpen =
        Counter.builder()
            .name("apiserver_authorization_webhook_evaluations_fail_open_total")
            .help("NoOpinion results due to webhook timeout or error.")
            .labelNames("name", "result")
            .register(registry);
    durations =
        Histogram.builder()
            .name("apiserver_authorization_webhook_duration_seconds")
            .help("Request latency in seconds.")
            .labelNames("name", "result")
            .classicOnly()
            .register(registry);
  }

  @Override
  public void judged(String issuer, boolean success, long nanos) {
    tokens
        .labelValues(success ? "success" : "failure", ReloadMetrics.hash(issuer))
        .observe(nanos / 1e9);
  }

  @Override
  public void keysRead(String issuer, Optional<String> keys) {
    String who = ReloadMetrics.hash(issuer);
    keyReads
        .labelValues(keys.isPresent() ? "success" : "failure", who, server)
        .set(clock.instant().toEpochMilli() / 1e3);
    keys.map(ReloadMetrics::hash)
        .ifPresent(
            hash -> {
              String before = keySetHashes.put(issuer, hash);
              if (before != null && !before.equals(hash)) {
                keySets.remove(who, server, before);
              }
              keySets.addLabelValues(who, server, hash);
            });
  }

  @Override
  public void forgotten(String issuer) {
    String who = ReloadMetrics.hash(issuer);
    keyReads.remove("success", who, server);
    keyReads.remove("failure", who, server);
    String before = keySetHashes.remove(issuer);
    if (before != null) {
      keySets.remove(who, server, before);
    }
  }

  @Override
  public void asked(String name, String result, boolean open, long nanos) {
    evaluations.labelValues(name, result).inc();
    durations.labelValues(name, result).observe(nanos / 1e9);
    if (open) {
      failedOpen.labelValues(name, result).inc();
    }
  }
}
