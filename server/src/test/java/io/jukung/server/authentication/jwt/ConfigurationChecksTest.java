package io.jukung.server.authentication.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.YamlCodec;
import io.jukung.registry.config.ConfigException;
import io.jukung.registry.status.FieldError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationChecksTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final ClaimExpressions EXPRESSIONS = new ClaimExpressions();
  private static final String GOOD =
      """
      issuer: {url: "https://ok.test", audiences: [a]}
      claimMappings: {username: {claim: sub, prefix: ""}}
      """;
  private static final String VERIFIED =
      "claims.email_verified must be used in claimMappings.username.expression or"
          + " claimMappings.extra[*].valueExpression or claimValidationRules[*].expression when"
          + " claims.email is used in claimMappings.username.expression";

  static JsonNode yaml(String text) {
    return new YamlCodec().tree(text.getBytes(StandardCharsets.UTF_8));
  }

  static List<JsonNode> rows(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ConfigurationChecksTest.class.getResourceAsStream(resource))) {
      String rows =
          new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^#.*\n", "");
      List<JsonNode> all = new ArrayList<>();
      yaml("rows:\n" + rows).path("rows").forEach(all::add);
      return all;
    }
  }

  static AuthenticationConfiguration parse(JsonNode tree) {
    return AuthenticationConfiguration.parse(tree.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static List<FieldError> errors(
      AuthenticationConfiguration configuration, List<String> disallowed) {
    return ConfigurationChecks.check(configuration, disallowed, EXPRESSIONS).errors();
  }

  static Stream<JsonNode> validation() throws IOException {
    return rows("validation.yaml").stream();
  }

  @ParameterizedTest
  @MethodSource
  void validation(JsonNode row) {
    ObjectNode configuration = MAPPER.createObjectNode();
    configuration
        .put("apiVersion", "apiserver.config.k8s.io/v1")
        .put("kind", "AuthenticationConfiguration");
    if (row.has("jwt")) {
      configuration.set("jwt", row.path("jwt"));
    } else {
      ObjectNode entry = (ObjectNode) yaml(GOOD);
      row.properties().stream()
          .filter(field -> !field.getKey().equals("want") && !field.getKey().equals("anonymous"))
          .forEach(field -> entry.set(field.getKey(), field.getValue()));
      configuration.putArray("jwt").add(entry);
    }
    if (row.has("anonymous")) {
      configuration.set("anonymous", row.path("anonymous"));
    }
    List<String> wanted =
        StreamSupport.stream(row.path("want").spliterator(), false)
            .map(text -> text.asText().replace("$VERIFIED", VERIFIED))
            .toList();
    assertThat(errors(parse(configuration), List.of("https://own.test", "https://also.test")))
        .map(FieldError::toString)
        .isEqualTo(wanted);
  }

  @Test
  void thereAreNotMoreThan64Issuers() {
    List<JsonNode> entries =
        IntStream.range(0, 65)
            .mapToObj(i -> yaml(GOOD.replace("ok.test", "t" + i + ".test")))
            .toList();
    ObjectNode configuration = MAPPER.createObjectNode();
    configuration
        .put("apiVersion", "apiserver.config.k8s.io/v1beta1")
        .put("kind", "AuthenticationConfiguration");
    configuration.putArray("jwt").addAll(entries);
    assertThat(errors(parse(configuration), List.of()))
        .map(FieldError::toString)
        .containsExactly("jwt: Too many: 65: must have at most 64 items");
    configuration.putArray("jwt").addAll(entries.subList(0, 64));
    assertThat(errors(parse(configuration), List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v1beta1", "v1alpha1"})
  void allVersionsAreRead(String version) {
    assertThat(
            parse(yaml("apiVersion: apiserver.config.k8s.io/" + version + "\n" + KIND + JWT)).jwt())
        .hasSize(1);
  }

  private static final String KIND = "kind: AuthenticationConfiguration\n";
  private static final String JWT = "jwt: [{issuer: {url: x}}]\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v1 | jwt: [{issuer: {uri: x}}] | strict decoding error: unknown field"
            + " \"jwt[0].issuer.uri\"",
        "v1 | jwts: [] | strict decoding error: unknown field \"jwts\"",
        "v1 | 'anonymous: {enabled: true, conditions: [{paths: x}]}' | strict decoding error:"
            + " unknown field \"anonymous.conditions[0].paths\"",
        "v1 | 'jwt: {}' | expected a list",
        "v1 | 'jwt: [{issuer: {url: 7}}]' | expected a string",
        "v2 | 'jwt: []' | no kind \"AuthenticationConfiguration\" is registered for version"
            + " \"apiserver.config.k8s.io/v2\"",
      })
  void filesAreReadStrictly(String version, String text, String problem) {
    byte[] bytes =
        ("apiVersion: apiserver.config.k8s.io/" + version + "\n" + KIND + text)
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> AuthenticationConfiguration.parse(bytes))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void anEmptyFileIsRefused() {
    assertThatThrownBy(() -> AuthenticationConfiguration.parse(new byte[0]))
        .hasMessage("empty config data");
  }
}
