package io.jukung.server.authentication.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import io.jukung.registry.config.ConfigException;
import io.jukung.registry.request.UserInfo;
import io.jukung.server.authentication.Authenticator.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens of an issuer on this machine; the cases are those of upstream's {@code oidc_test.go}. */
final class JwtAuthenticatorsTest extends JwtTesting {
  static Stream<JsonNode> tokens() throws IOException {
    return Stream.concat(
        ConfigurationChecksTest.rows("tokens.yaml").stream(),
        ConfigurationChecksTest.rows("documented.yaml").stream());
  }

  @ParameterizedTest
  @MethodSource
  void tokens(JsonNode row) throws Exception {
    assertThat(authenticators.replace(configuration(row))).isEmpty();
    for (Map.Entry<String, JsonNode> other : row.path("serves").properties()) {
      issuer.serve(
          other.getKey(),
          TestIssuer.sign(rsa, JWSAlgorithm.RS256, claims(other.getValue())),
          "groups_token");
    }
    Result result =
        authenticate(TestIssuer.sign(rsa, JWSAlgorithm.RS256, claims(row.path("claims"))));
    assertThat(result).isEqualTo(expected(row));
  }

  private Result expected(JsonNode row) {
    if (row.path("unknown").asBoolean()) {
      return new Result.Unknown();
    }
    if (row.has("error")) {
      return new Result.Rejected(row.path("error").asText().replace("$URL", issuer.url()));
    }
    JsonNode user = row.path("user");
    Map<String, List<String>> extra = new LinkedHashMap<>();
    user.path("extra").properties().forEach(e -> extra.put(e.getKey(), texts(e.getValue())));
    return new Result.Authenticated(
        new UserInfo(
            user.path("name").asText(),
            user.path("uid").asText(""),
            texts(user.path("groups")),
            extra));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @ParameterizedTest
  @CsvSource({
    "RS256, rsa",
    "RS384, rsa",
    "RS512, rsa",
    "PS256, rsa",
    "PS384, rsa",
    "PS512, rsa",
    "ES256, p256",
    "ES512, p521"
  })
  void allAlgorithmsVerify(String algorithm, String name) throws Exception {
    configure("{}");
    issuer.keys(p256.toPublicJWK(), rsa.toPublicJWK(), p521.toPublicJWK());
    JWK key = name.equals("rsa") ? rsa : name.equals("p256") ? p256 : p521;
    String signed =
        TestIssuer.sign(
            key, JWSAlgorithm.parse(algorithm), claims(ConfigurationChecksTest.yaml("{sub: j}")));
    assertThat(authenticate(signed)).isInstanceOf(Result.Authenticated.class);
  }

  @Test
  void onlyAlgorithmsThatWereNamedVerify() throws Exception {
    authenticators.close();
    authenticators = authenticators(List.of("RS256"));
    configure("{}");
    String signed =
        TestIssuer.sign(
            rsa, JWSAlgorithm.PS256, claims(ConfigurationChecksTest.yaml("{sub: jane}")));
    assertThat(authenticate(signed))
        .isEqualTo(
            new Result.Rejected(
                "oidc: verify token: oidc: id token signed with unsupported algorithm, expected"
                    + " [\"RS256\"] got \"PS256\""));
    assertThatThrownBy(() -> authenticators(List.of("HS256")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("oidc: unsupported signing alg: \"HS256\"");
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** HEADER, PAYLOAD and SIGNATURE are those of a good token. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HEADER.PAYLOAD.SIGNATURE | good",
        "HEADER.PAYLOAD | unknown",
        "HEADER.PAYLOAD.SIGNATURE.x | unknown",
        "HEADER.PAYLOAD.SIGNATURE. | unknown",
        "HEADER.PAYLOAD=.SIGNATURE | unknown",
        "HEADER.PAYLOAD!.SIGNATURE | unknown",
        "HEADER..SIGNATURE | unknown",
        "HEADER.$[].SIGNATURE | unknown",
        "HEADER.$null.SIGNATURE | unknown",
        "HEADER.$\"x\".SIGNATURE | unknown",
        "'{\"payload\":\"PAYLOAD\",\"signature\":\"SIGNATURE\"}' | unknown",
        "x | unknown",
        ".. | unknown",
        ".PAYLOAD.SIGNATURE | refused",
        "$x.PAYLOAD.SIGNATURE | refused",
        "$[].PAYLOAD.SIGNATURE | refused",
        "${}.PAYLOAD.SIGNATURE | refused",
        "${\"alg\":\"none\"}.PAYLOAD. | refused",
        "${\"alg\":\"none\"}.PAYLOAD.SIGNATURE | refused",
        "${\"alg\":\"HS256\",\"kid\":\"rsa1\"}.PAYLOAD.SIGNATURE | refused",
        "${\"alg\":\"RS256\",\"kid\":\"rsa1\",\"crit\":[\"x\"],\"x\":1}.PAYLOAD.SIGNATURE |"
            + " refused",
        "${\"alg\":\"RS256\",\"kid\":\"other\"}.PAYLOAD.SIGNATURE | refused",
        "${\"alg\":\"RS256\",\"kid\":7}.PAYLOAD.SIGNATURE | refused",
        "${\"alg\":7}.PAYLOAD.SIGNATURE | refused",
        "HEADER.PAYLOAD. | refused",
        "HEADER.PAYLOAD.SIGNATUR | refused",
        "HEADER.PAYLOAD.!!!! | refused",
        "HEADER.PAYLOAD.AAAA | refused",
        "HEADER.FORGED.SIGNATURE | refused",
      })
  void malformedTokens(String shape, String expected) throws Exception {
    configure("{}");
    String[] good = token("{sub: jane}").split("\\.", -1);
    String[] parts = shape.split("\\.", -1);
    for (int i = 0; i < parts.length; i++) {
      parts[i] =
          parts[i].startsWith("$")
              ? encoded(parts[i].substring(1))
              : parts[i]
                  .replace("HEADER", good[0])
                  .replace("PAYLOAD", good[1])
                  .replace("FORGED", encoded(claims(ConfigurationChecksTest.yaml("{sub: root}"))))
                  .replace("SIGNATURE", good[2])
                  .replace("SIGNATUR", good[2].substring(0, good[2].length() - 2));
    }
    Result result = authenticate(String.join(".", parts));
    assertThat(result)
        .isInstanceOf(
            switch (expected) {
              case "good" -> Result.Authenticated.class;
              case "unknown" -> Result.Unknown.class;
              default -> Result.Rejected.class;
            });
  }
}
