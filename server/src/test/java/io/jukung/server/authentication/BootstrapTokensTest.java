package io.jukung.server.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.codec.YamlCodec;
import io.jukung.registry.request.UserInfo;
import io.jukung.server.authentication.Authenticator.Result;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases of upstream's {@code bootstrap_test.go}, and tokens of other forms. */
final class BootstrapTokensTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final String TOKEN = "foobar.0123456789abcdef";
  private static final String SECRET =
      """
      metadata: {name: bootstrap-token-foobar, namespace: kube-system}
      type: bootstrap.kubernetes.io/token
      data: {token-id: foobar, token-secret: 0123456789abcdef, usage-bootstrap-authentication: "true"}
      """;

  private final List<String> lookedUp = new ArrayList<>();

  private Result authenticate(String secret, String token) {
    JsonNode parsed = new YamlCodec().tree(secret.getBytes(StandardCharsets.UTF_8));
    if (parsed.path("data") instanceof com.fasterxml.jackson.databind.node.ObjectNode data) {
      data.properties()
          .forEach(
              entry ->
                  data.put(
                      entry.getKey(),
                      Base64.getEncoder()
                          .encodeToString(
                              entry.getValue().asText().getBytes(StandardCharsets.UTF_8))));
    }
    return new BootstrapTokens(
            name -> {
              lookedUp.add(name);
              return Optional.of(parsed)
                  .filter(found -> found.at("/metadata/name").asText().equals(name));
            },
            () -> NOW)
        .authenticate(token, List.of());
  }

  private static Result bootstrapper(String... groups) {
    return new Result.Authenticated(
        new UserInfo("system:bootstrap:foobar", "", List.of(groups), Map.of()));
  }

  @Test
  void aTokenIsItsOwnUser() {
    assertThat(authenticate(SECRET, TOKEN)).isEqualTo(bootstrapper("system:bootstrappers"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "system:bootstrappers:foo                           | system:bootstrappers"
            + " system:bootstrappers:foo",
        "system:bootstrappers:b,system:bootstrappers:a:b-c  | system:bootstrappers"
            + " system:bootstrappers:a:b-c system:bootstrappers:b",
        "system:bootstrappers:b,system:bootstrappers:b      | system:bootstrappers"
            + " system:bootstrappers:b",
      })
  void itHasMoreGroups(String extra, String expected) {
    assertThat(authenticate(with("auth-extra-groups", extra), TOKEN))
        .isEqualTo(bootstrapper(expected.split(" ", -1)));
  }

  private static String with(String key, String value) {
    return SECRET.stripTrailing().replaceAll("}$", ", " + key + ": \"" + value + "\"}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo",
        "system:masters",
        "system:bootstrappers:",
        "system:bootstrappers:foo-",
        "system:bootstrappers:Foo",
        "system:bootstrappers:foo,",
        "system:bootstrappers:foo, system:bootstrappers:bar",
        "system:bootstrappers"
      })
  void aGroupThatItMustNotHaveEndsIt(String extra) {
    assertThat(authenticate(with("auth-extra-groups", extra), TOKEN))
        .isInstanceOf(Result.Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({
    "2109-11-10T23:00:00Z, true",
    "2026-11-20T12:00:01Z, true",
    "2026-11-20T13:00:01+01:00, true",
    "2026-11-20T12:00:00.5Z, true",
    "2026-11-20T12:00:00Z, false",
    "2009-11-10T23:00:00Z, false",
    "2109-11-10 23:00:00, false",
    "tomorrow, false"
  })
  void itExpires(String expiration, boolean good) {
    assertThat(authenticate(with("expiration", expiration), TOKEN) instanceof Result.Authenticated)
        .isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "namespace: kube-system      | namespace: kube-system, deletionTimestamp:"
            + " '2026-11-20T12:00:00Z'",
        "bootstrap.kubernetes.io/token | Opaque",
        "token-id: foobar            | token-id: barfoo",
        "token-id: foobar,           | ''",
        "0123456789abcdef            | 0123456789abcdeg",
        "token-secret: 0123456789abcdef, | ''",
        "'\"true\"'                  | '\"false\"'",
        "'\"true\"'                  | '\"True\"'",
        "usage-bootstrap-authentication | usage-bootstrap-signing",
        "bootstrap-token-foobar      | bad-name",
      })
  void aSecretThatIsWrongInAnythingIsNobodys(String old, String changed) {
    assertThat(SECRET).contains(old);
    assertThat(authenticate(SECRET.replace(old, changed), TOKEN))
        .isInstanceOf(Result.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo.0123456789abcdef",
        "foobar.0123456789abcde",
        "foobar.0123456789abcdef0",
        "Foobar.0123456789abcdef",
        "foobar.0123456789abcdeF",
        "foobar0123456789abcdef",
        "foobar.0123456789abcdef.",
        " foobar.0123456789abcdef",
        "foobar.0123456789abcdef\n",
        "../../.0123456789abcdef",
        "foobar."
      })
  void nothingIsLookedUpForTokensOfOtherForms(String token) {
    assertThat(authenticate(SECRET, token)).isInstanceOf(Result.Unknown.class);
    assertThat(lookedUp).isEmpty();
  }
}
