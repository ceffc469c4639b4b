package io.jukung.server.authorization.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.jukung.registry.request.UserInfo;
import io.jukung.server.authorization.Attributes;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.authorization.webhook.AuthorizationConfiguration.Webhook;
import io.jukung.server.kubeconfig.ReviewClient;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server whether somebody may do something, when its conditions are met, and remembers the
 * answer. Safe for all threads; the one that asks waits.
 *
 * <p>Upstream: {@code plugin/pkg/authorizer/webhook/webhook.go} at v1.36.
 */
final class WebhookAuthorizer implements Authorizer, AutoCloseable {
  private static final int MAX_ENTRIES = 8192;
  private static final int MAX_CONTROLLED = 10_000;
  private static final Logger LOG = LoggerFactory.getLogger(WebhookAuthorizer.class);

  private record Answer(boolean allowed, boolean denied, String reason) {
    static Answer of(JsonNode status) {
      return new Answer(
          status.path("allowed").asBoolean(false),
          status.path("denied").asBoolean(false),
          status.path("reason").asText(""));
    }
  }

  private final String name;
  private final WebhookObserver observer;
  private final Webhook config;
  private final MatchConditions conditions;
  private final ReviewClient client;
  private final Cache<String, Answer> answers;

  WebhookAuthorizer(
      String name,
      Webhook config,
      MatchConditions conditions,
      ReviewClient client,
      WebhookObserver observer,
      LongSupplier nanoTime) {
    this.name = name;
    this.observer = observer;
    this.config = config;
    this.conditions = conditions;
    this.client = client;
    Ticker ticker = nanoTime::getAsLong;
    this.answers =
        Caffeine.newBuilder()
            .maximumSize(MAX_ENTRIES)
            .expireAfter(Expiry.<String, Answer>creating((key, answer) -> timeToLive(answer)))
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  private Duration timeToLive(Answer answer) {
    if (answer.allowed) {
      return config.cacheAuthorized() ? config.authorizedTtl() : Duration.ZERO;
    }
    return config.cacheUnauthorized() ? config.unauthorizedTtl() : Duration.ZERO;
  }

  @Override
  public Decision authorize(Attributes attributes) {
    ObjectNode spec = SubjectAccessReviewForm.spec(attributes);
    switch (conditions.judge(spec)) {
      case MatchConditions.Outcome.Matches _ -> {}
      case MatchConditions.Outcome.Differs _ -> {
        return new Decision.NoOpinion("");
      }
      case MatchConditions.Outcome.Failed(var error) -> {
        return new Decision.Failed(config.failsClosed(), "", error);
      }
    }
    String key = spec.toString();
    Answer answer = answers.getIfPresent(key);
    if (answer == null) {
      long begun = System.nanoTime();
      try {
        answer =
            Answer.of(
                client.post(SubjectAccessReviewForm.review(spec, config.version())).path("status"));
        observer.asked(name, "success", false, System.nanoTime() - begun);
      } catch (IOException e) {
        observer.asked(name, result(e), !config.failsClosed(), System.nanoTime() - begun);
        LOG.error("the authorization webhook did not answer: {}", e.getMessage());
        return new Decision.Failed(config.failsClosed(), "", String.valueOf(e.getMessage()));
      }
      if (controlled(attributes) < MAX_CONTROLLED) {
        answers.put(key, answer);
      }
    }
    return decision(answer);
  }

  private static String result(IOException failure) {
    boolean timeout =
        Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
            .anyMatch(
                cause ->
                    cause instanceof HttpTimeoutException
                        || cause instanceof InterruptedIOException);
    return timeout ? "timeout" : "error";
  }

  /** How much of the question whoever asks could make up. */
  private static int controlled(Attributes wanted) {
    return wanted.namespace().length()
        + wanted.verb().length()
        + wanted.group().length()
        + wanted.version().length()
        + wanted.resource().length()
        + wanted.subresource().length()
        + wanted.name().length()
        + wanted.path().length();
  }

  private static Decision decision(Answer answer) {
    if (answer.denied) {
      return answer.allowed
          ? new Decision.Failed(
              true,
              answer.reason,
              "webhook subject access review returned both allow and deny response")
          : new Decision.Deny(answer.reason);
    }
    return answer.allowed
        ? new Decision.Allow(answer.reason)
        : new Decision.NoOpinion(answer.reason);
  }

  @Override
  public Rules rules(UserInfo user, String namespace) {
    return new Rules(
        List.of(), List.of(), true, "webhook authorizer does not support user rule resolution");
  }

  @Override
  public void close() {
    client.close();
  }
}
