package io.jukung.server.authentication;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.UserInfo;
import io.jukung.server.authentication.Authenticator.Result;
import io.jukung.server.kubeconfig.ReviewClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server whose tokens are. Safe for all threads; the one that asks waits.
 *
 * <p>Upstream: {@code plugin/pkg/authenticator/token/webhook} at v1.36.
 */
public final class WebhookTokens implements TokenAuthenticator, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookTokens.class);

  private final ReviewClient client;
  private final String version;
  private final List<String> apiAudiences;

  /** Asks {@code client} in a version of {@code TokenReview}. */
  public WebhookTokens(ReviewClient client, String version, List<String> apiAudiences) {
    this.client = client;
    this.version = version;
    this.apiAudiences = List.copyOf(apiAudiences);
  }

  @Override
  public Result authenticate(String token, List<String> audiences) {
    List<String> wanted = audiences.isEmpty() ? apiAudiences : audiences;
    JsonNode status;
    try {
      status = client.post(review(token, wanted)).path("status");
    } catch (IOException e) {
      LOG.error("the token webhook did not answer: {}", e.getMessage());
      return new Result.Rejected(String.valueOf(e.getMessage()));
    }
    List<String> said = texts(status.path("audiences"));
    List<String> known = said.isEmpty() ? apiAudiences : said;
    List<String> good = wanted.stream().filter(known::contains).toList();
    if (good.isEmpty()) {
      return new Result.Unknown();
    }
    if (!status.path("authenticated").asBoolean(false)) {
      String error = status.path("error").asText("");
      return error.isEmpty() ? new Result.Unknown() : new Result.Rejected(error);
    }
    return new Result.Authenticated(user(status.path("user")), good);
  }

  private ObjectNode review(String token, List<String> audiences) {
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    review.put("kind", "TokenReview").put("apiVersion", "authentication.k8s.io/" + version);
    review.putObject("metadata");
    ObjectNode spec = review.putObject("spec").put("token", token);
    audiences.forEach(spec.withArray("/audiences")::add);
    review.putObject("status").putObject("user");
    return review;
  }

  private static UserInfo user(JsonNode user) {
    Map<String, List<String>> extra = new LinkedHashMap<>();
    user.path("extra")
        .properties()
        .forEach(entry -> extra.put(entry.getKey(), texts(entry.getValue())));
    return new UserInfo(
        user.path("username").asText(""),
        user.path("uid").asText(""),
        texts(user.path("groups")),
        extra);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText("")));
    return texts;
  }

  @Override
  public void close() {
    client.close();
  }
}
