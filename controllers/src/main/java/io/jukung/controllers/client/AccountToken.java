package io.jukung.controllers.client;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ServiceAccountResource;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.jukung.controllers.object.ApiErrors;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Puts the token of a service account in {@code kube-system} on requests. The account and its first
 * token are made for the first request; a token is replaced when a fifth of its hour is left, and
 * at once when it is refused, as it is after somebody deleted the account. Safe for all threads.
 *
 * <p>Upstream: {@code tokenSourceImpl} of {@code
 * controller-manager/pkg/clientbuilder/client_builder_dynamic.go} at v1.36.
 */
final class AccountToken implements Interceptor {
  private static final String NAMESPACE = "kube-system";
  private static final long EXPIRATION_SECONDS = 3600;
  private static final int LEEWAY_PERCENT = 20;

  /** What a token lives at least, whatever a clock that differs from the server's says. */
  private static final Duration MIN_LIFETIME = Duration.ofMinutes(10);

  private final KubernetesClient issuer;
  private final String account;
  private final Clock clock;
  private final Executor executor;
  private Optional<Held> held = Optional.empty();

  private record Held(String token, Instant until) {}

  /**
   * The token of one account, not asked for yet.
   *
   * @param issuer may make accounts in {@code kube-system} and tokens for them
   * @param executor where a refused token is replaced; may wait
   */
  AccountToken(KubernetesClient issuer, String account, Clock clock, Executor executor) {
    this.issuer = issuer;
    this.account = account;
    this.clock = clock;
    this.executor = executor;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    authorize(builder, token());
  }

  @Override
  public CompletableFuture<Boolean> afterFailure(
      BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
    if (response.code() != HttpURLConnection.HTTP_UNAUTHORIZED) {
      return CompletableFuture.completedFuture(false);
    }
    String refused = response.request().header("Authorization");
    return CompletableFuture.supplyAsync(
        () -> {
          forget(refused);
          authorize(builder, token());
          return true;
        },
        executor);
  }

  private static void authorize(BasicBuilder builder, String token) {
    builder.setHeader("Authorization", "Bearer " + token);
  }

  private synchronized void forget(String refused) {
    held = held.filter(known -> !refused.equals("Bearer " + known.token()));
  }

  /** Waits for a new one when there is none or it ends soon. */
  private synchronized String token() {
    Instant now = clock.instant();
    Held current = held.filter(known -> now.isBefore(known.until())).orElseGet(() -> request(now));
    held = Optional.of(current);
    return current.token();
  }

  private Held request(Instant now) {
    ServiceAccountResource of = issuer.serviceAccounts().inNamespace(NAMESPACE).withName(account);
    TokenRequest wanted =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(EXPIRATION_SECONDS)
            .endSpec()
            .build();
    TokenRequest made;
    try {
      made = of.tokenRequest(wanted);
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isNotFound(e)) {
        throw e;
      }
      createAccount();
      made = of.tokenRequest(wanted);
    }
    Duration lifetime =
        Duration.between(now, Instant.parse(made.getStatus().getExpirationTimestamp()));
    if (lifetime.compareTo(MIN_LIFETIME) < 0) {
      lifetime = MIN_LIFETIME;
    }
    Duration used = lifetime.minus(lifetime.multipliedBy(LEEWAY_PERCENT).dividedBy(100));
    return new Held(made.getStatus().getToken(), now.plus(used));
  }

  private void createAccount() {
    try {
      var _ =
          issuer
              .resource(
                  new ServiceAccountBuilder()
                      .withNewMetadata()
                      .withNamespace(NAMESPACE)
                      .withName(account)
                      .endMetadata()
                      .build())
              .create();
    } catch (KubernetesClientException e) {
      // Another process was faster.
      if (!ApiErrors.isConflict(e)) {
        throw e;
      }
    }
  }
}
