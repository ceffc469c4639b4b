package io.jukung.server.authentication;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.codec.value.GoBase64;
import io.jukung.registry.codec.value.GoTime;
import io.jukung.registry.codec.value.ValueException;
import io.jukung.registry.request.UserInfo;
import io.jukung.server.authentication.Authenticator.Result;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens with which a new node asks for its first certificate: {@code id.secret}, kept in a secret
 * of type {@code bootstrap.kubernetes.io/token} in {@code kube-system}. A token that is wrong in
 * any way is nobody's; why stands in the log only.
 *
 * <p>Upstream: {@code plugin/pkg/auth/authenticator/token/bootstrap} and {@code
 * k8s.io/cluster-bootstrap} at v1.36.
 */
public final class BootstrapTokens implements TokenAuthenticator {
  private static final Logger LOG = LoggerFactory.getLogger(BootstrapTokens.class);
  private static final Pattern TOKEN = Pattern.compile("([a-z0-9]{6})\\.([a-z0-9]{16})");
  private static final Pattern GROUP =
      Pattern.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]");
  private static final String TYPE = "bootstrap.kubernetes.io/token";
  private static final String USER_PREFIX = "system:bootstrap:";
  private static final String DEFAULT_GROUP = "system:bootstrappers";

  private final Function<String, Optional<JsonNode>> secrets;
  private final InstantSource clock;

  /**
   * Reads {@code secrets} by their names in {@code kube-system}.
   *
   * @param secrets must answer from memory: strangers make it look up what they like
   */
  public BootstrapTokens(Function<String, Optional<JsonNode>> secrets, InstantSource clock) {
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public Result authenticate(String token, List<String> audiences) {
    Matcher parts = TOKEN.matcher(token);
    if (!parts.matches()) {
      return new Result.Unknown();
    }
    String id = parts.group(1);
    String name = "bootstrap-token-" + id;
    Optional<JsonNode> secret = secrets.apply(name);
    if (secret.isEmpty()) {
      return new Result.Unknown();
    }
    Optional<String> wrong = wrong(secret.get(), id, parts.group(2));
    if (wrong.isPresent()) {
      LOG.debug("bootstrap secret kube-system/{} matching a bearer token {}", name, wrong.get());
      return new Result.Unknown();
    }
    Set<String> groups = new TreeSet<>(extraGroups(secret.get()));
    groups.add(DEFAULT_GROUP);
    return new Result.Authenticated(
        new UserInfo(USER_PREFIX + id, "", List.copyOf(groups), Map.of()));
  }

  private Optional<String> wrong(JsonNode secret, String id, String tokenSecret) {
    if (secret.path("metadata").has("deletionTimestamp")) {
      return Optional.of("is deleted and awaiting removal");
    }
    if (!secret.path("type").asText("").equals(TYPE)) {
      return Optional.of("has another type than " + TYPE);
    }
    if (!MessageDigest.isEqual(
        data(secret, "token-secret").getBytes(StandardCharsets.UTF_8),
        tokenSecret.getBytes(StandardCharsets.UTF_8))) {
      return Optional.of("has another token-secret");
    }
    if (!data(secret, "token-id").equals(id)) {
      return Optional.of("has another token-id");
    }
    if (expired(data(secret, "expiration"))) {
      return Optional.of("has expired");
    }
    if (!data(secret, "usage-bootstrap-authentication").equals("true")) {
      return Optional.of("is not marked usage-bootstrap-authentication=true");
    }
    return extraGroups(secret).stream().allMatch(group -> GROUP.matcher(group).matches())
        ? Optional.empty()
        : Optional.of("has a group in auth-extra-groups that must not be there");
  }

  private static List<String> extraGroups(JsonNode secret) {
    String extra = data(secret, "auth-extra-groups");
    return extra.isEmpty() ? List.of() : List.of(extra.split(",", -1));
  }

  /** Whether the time has come; a time that can't be read has. */
  private boolean expired(String expiration) {
    if (expiration.isEmpty()) {
      return false;
    }
    try {
      Instant end = GoTime.parse(expiration);
      return !end.isAfter(clock.instant());
    } catch (ValueException e) {
      return true;
    }
  }

  private static String data(JsonNode secret, String key) {
    String encoded = secret.path("data").path(key).asText("");
    try {
      return new String(
          GoBase64.decode(encoded.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    } catch (ValueException e) {
      return "";
    }
  }
}
