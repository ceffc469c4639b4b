package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jukung.registry.request.UserInfo;
import io.jukung.server.authentication.Authenticator.Result;
import io.jukung.server.authentication.CachedTokens;
import io.jukung.server.authentication.TokenAuthenticator;
import io.jukung.server.authentication.WebhookTokenConfig;
import io.jukung.server.authentication.WebhookTokens;
import io.jukung.server.kubeconfig.ReviewClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens that a server over HTTPS knows. */
final class TokenWebhookTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  @TempDir Path folder;
  private final List<JsonNode> asked = new ArrayList<>();
  private TestWebhook webhook;
  private WebhookTokens tokens;

  @BeforeEach
  void start() throws Exception {
    webhook = new TestWebhook("127.0.0.1");
    tokens = tokens("v1");
  }

  @AfterEach
  void stop() {
    tokens.close();
    webhook.close();
  }

  private WebhookTokens tokens(String version) throws Exception {
    return new WebhookTokens(
        new ReviewClient(
            WebhookFiles.write(folder, webhook), Duration.ofSeconds(20), Duration.ofMillis(1)),
        version,
        List.of("api", "other"));
  }

  private void answer(int status, String version, String body) {
    webhook.behave(
        review -> {
          asked.add(review);
          return new TestWebhook.Answer(
              status,
              "application/json",
              "{\"kind\":\"TokenReview\",\"apiVersion\":\"authentication.k8s.io/"
                  + version
                  + "\",\"status\":"
                  + body
                  + "}");
        });
  }

  @ParameterizedTest
  @CsvSource({"v1", "v1beta1"})
  void aReviewIsPosted(String version) throws Exception {
    tokens.close();
    tokens = tokens(version);
    answer(
        200,
        version,
        "{\"authenticated\":true,\"user\":{\"username\":\"jane\",\"uid\":\"7\",\"groups\":[\"a\",\"b\"],\"extra\":{\"k\":[\"v\",\"w\"]}}}");
    assertThat(tokens.authenticate("secret", List.of()))
        .isEqualTo(
            new Result.Authenticated(
                new UserInfo("jane", "7", List.of("a", "b"), Map.of("k", List.of("v", "w"))),
                List.of("api", "other")));
    assertThat(asked)
        .containsExactly(
            MAPPER.readTree(
                "{\"kind\":\"TokenReview\",\"apiVersion\":\"authentication.k8s.io/"
                    + version
                    + "\",\"metadata\":{},\"spec\":{\"token\":\"secret\",\"audiences\":[\"api\",\"other\"]},\"status\":{\"user\":{}}}"));
    assertThat(webhook.requests()).containsExactly("/review 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "api | {\"authenticated\":true,\"user\":{\"username\":\"j\"}} | api",
        "api,x | {\"authenticated\":true,\"user\":{\"username\":\"j\"},\"audiences\":[\"x\"]} | x",
        "x | {\"authenticated\":true,\"user\":{\"username\":\"j\"}} | unknown",
        "api | {\"authenticated\":true,\"user\":{\"username\":\"j\"},\"audiences\":[\"x\"]} |"
            + " unknown",
        "api | {\"authenticated\":false} | unknown",
        "api | {} | unknown",
        "api | {\"authenticated\":false,\"error\":\"bad one\"} | refused: bad one",
      })
  void answersAreJudged(String audiences, String status, String expected) {
    answer(200, "v1", status);
    String result =
        switch (tokens.authenticate("t", List.of(audiences.split(",", -1)))) {
          case Result.Authenticated found -> String.join(",", found.audiences());
          case Result.Unknown _ -> "unknown";
          case Result.Rejected(var reason) -> "refused: " + reason;
        };
    assertThat(result).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"500, 5", "504, 5", "429, 5", "403, 1", "404, 1", "503, 1", "302, 1"})
  void someFailuresAreTriedAgain(int status, int tries) {
    answer(status, "v1", "{}");
    assertThat(tokens.authenticate("t", List.of())).isInstanceOf(Result.Rejected.class);
    assertThat(asked).hasSize(tries);
  }

  @Test
  void answersOfOtherKindsAreNone() {
    answer(200, "v1beta1", "{\"authenticated\":true,\"user\":{\"username\":\"j\"}}");
    assertThat(tokens.authenticate("t", List.of()))
        .isEqualTo(
            new Result.Rejected("the webhook answered no TokenReview of authentication.k8s.io/v1"));
  }

  @Test
  void answersCountForAWhile() {
    AtomicLong time = new AtomicLong();
    TokenAuthenticator cached = new CachedTokens(tokens, Duration.ofMinutes(2), true, time::get);
    answer(200, "v1", "{\"authenticated\":true,\"user\":{\"username\":\"j\"}}");
    assertThat(cached.authenticate("t", List.of())).isInstanceOf(Result.Authenticated.class);
    assertThat(cached.authenticate("t", List.of())).isInstanceOf(Result.Authenticated.class);
    assertThat(asked).hasSize(1);
    answer(200, "v1", "{}");
    assertThat(cached.authenticate("u", List.of())).isInstanceOf(Result.Unknown.class);
    assertThat(cached.authenticate("u", List.of())).isInstanceOf(Result.Unknown.class);
    assertThat(asked).hasSize(2);
    answer(403, "v1", "{}");
    assertThat(cached.authenticate("v", List.of())).isInstanceOf(Result.Rejected.class);
    assertThat(cached.authenticate("v", List.of())).isInstanceOf(Result.Rejected.class);
    assertThat(asked).as("failures are not remembered").hasSize(4);
    time.set(Duration.ofMinutes(2).toNanos());
    assertThat(cached.authenticate("t", List.of())).isInstanceOf(Result.Rejected.class);
  }

  @Test
  void otherVersionsAreRefused() {
    assertThatThrownBy(() -> new WebhookTokenConfig(folder, "v2", Duration.ZERO))
        .hasMessage(
            "unsupported authentication webhook version \"v2\", supported versions are \"v1\","
                + " \"v1beta1\"");
  }
}
