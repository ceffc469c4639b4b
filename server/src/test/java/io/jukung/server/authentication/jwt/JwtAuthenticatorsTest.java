package io.jukung.server.authentication.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.jukung.registry.config.ConfigException;
import io.jukung.registry.request.UserInfo;
import io.jukung.server.authentication.Authenticator.Result;
import io.jukung.server.authentication.jwt.JwtAuthenticators.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens of an issuer on this machine; the cases are those of upstream's {@code oidc_test.go}. */
final class JwtAuthenticatorsTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final ClaimExpressions EXPRESSIONS = new ClaimExpressions();
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final long LATER = NOW.plusSeconds(3600).getEpochSecond();
  private static JWK rsa;
  private static JWK otherRsa;
  private static JWK p256;
  private static JWK p521;
  private TestIssuer issuer;
  private JwtAuthenticators authenticators;
  private Instant now = NOW;

  private static TimeZone zone;

  @BeforeAll
  static void makeKeys() throws Exception {
    rsa = new RSAKeyGenerator(2048).keyID("rsa1").generate();
    otherRsa = new RSAKeyGenerator(2048).keyID("rsa2").generate();
    p256 = new ECKeyGenerator(Curve.P_256).keyID("ec1").generate();
    p521 = new ECKeyGenerator(Curve.P_521).keyID("ec2").generate();
    zone = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
  }

  @AfterAll
  static void resetZone() {
    TimeZone.setDefault(zone);
  }

  @BeforeEach
  void start() throws Exception {
    issuer = new TestIssuer();
    issuer.keys(rsa.toPublicJWK());
    authenticators = authenticators(JwtAuthenticators.ALL_ALGORITHMS);
  }

  private JwtAuthenticators authenticators(List<String> algorithms) {
    return new JwtAuthenticators(
        AuthenticationConfiguration.NONE,
        new Surroundings(
            algorithms,
            List.of("https://kubernetes.default.svc"),
            Duration.ofMillis(20),
            Duration.ofSeconds(20)),
        EXPRESSIONS,
        () -> now);
  }

  @AfterEach
  void stop() {
    authenticators.close();
    issuer.close();
  }

  private byte[] configuration(JsonNode... rows) throws Exception {
    ObjectNode configuration = MAPPER.createObjectNode();
    configuration
        .put("apiVersion", "apiserver.config.k8s.io/v1")
        .put("kind", "AuthenticationConfiguration");
    for (JsonNode row : rows) {
      ObjectNode entry = configuration.withArray("/jwt").addObject();
      entry.set(
          "issuer",
          row.has("issuer")
              ? row.path("issuer")
              : ConfigurationChecksTest.yaml("{url: $URL, audiences: [my-client]}"));
      entry.withObject("/issuer").put("certificateAuthority", issuer.certificateAuthority());
      entry.set(
          "claimMappings",
          row.has("mappings")
              ? row.path("mappings")
              : ConfigurationChecksTest.yaml("{username: {claim: sub, prefix: ''}}"));
      entry.set("claimValidationRules", row.path("claimRules"));
      entry.set("userValidationRules", row.path("userRules"));
    }
    return configuration.toString().replace("$URL", issuer.url()).getBytes(StandardCharsets.UTF_8);
  }

  private void configure(String... rows) throws Exception {
    JsonNode[] all = Stream.of(rows).map(ConfigurationChecksTest::yaml).toArray(JsonNode[]::new);
    assertThat(authenticators.replace(configuration(all))).isEmpty();
  }

  private String claims(JsonNode own) {
    ObjectNode claims = MAPPER.createObjectNode();
    claims.put("iss", issuer.url()).put("aud", "my-client").put("exp", LATER);
    own.properties().forEach(claim -> claims.set(claim.getKey(), claim.getValue()));
    return claims
        .toString()
        .replace("$URL", issuer.url())
        .replace("\"$LATER\"", Long.toString(LATER))
        .replace("\"$EARLIER\"", Long.toString(NOW.minusSeconds(3600).getEpochSecond()));
  }

  private String token(String own) throws Exception {
    return TestIssuer.sign(rsa, JWSAlgorithm.RS256, claims(ConfigurationChecksTest.yaml(own)));
  }

  private Result authenticate(String token) {
    return authenticators.authenticate(token, List.of());
  }

  static Stream<JsonNode> tokens() throws IOException {
    return ConfigurationChecksTest.rows("tokens.yaml").stream();
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

  @Test
  void keysAreReadAgainForATokenThatNoneFits() throws Exception {
    configure("{}");
    assertThat(issuer.requests()).containsExactly("/.well-known/openid-configuration");
    assertThat(authenticate(token("{sub: jane}"))).isInstanceOf(Result.Authenticated.class);
    assertThat(authenticate(token("{sub: joe}"))).isInstanceOf(Result.Authenticated.class);
    assertThat(issuer.requests()).containsExactly("/keys");
    String signed =
        TestIssuer.sign(
            otherRsa, JWSAlgorithm.RS256, claims(ConfigurationChecksTest.yaml("{sub: jane}")));
    assertThat(authenticate(signed))
        .isEqualTo(
            new Result.Rejected(
                "oidc: verify token: failed to verify signature: failed to verify id token"
                    + " signature"));
    issuer.keys(otherRsa.toPublicJWK());
    assertThat(authenticate(signed)).isInstanceOf(Result.Authenticated.class);
    assertThat(issuer.requests()).containsExactly("/keys", "/keys");
    assertThat(authenticate(token("{sub: jane}"))).isInstanceOf(Result.Rejected.class);
  }

  @Test
  void keysAreKeptAsLongAsTheIssuerSays() throws Exception {
    configure("{}");
    issuer.cacheControl("public, max-age=300");
    assertThat(authenticate(token("{sub: jane}"))).isInstanceOf(Result.Authenticated.class);
    String signed =
        TestIssuer.sign(
            otherRsa, JWSAlgorithm.RS256, claims(ConfigurationChecksTest.yaml("{sub: jane}")));
    issuer.keys(rsa.toPublicJWK(), otherRsa.toPublicJWK());
    var _ = issuer.requests();
    assertThat(authenticate(signed)).isInstanceOf(Result.Rejected.class);
    assertThat(issuer.requests()).isEmpty();
    now = NOW.plusSeconds(271);
    assertThat(authenticate(signed)).isInstanceOf(Result.Authenticated.class);
  }

  @Test
  void knownKeysOutliveTheIssuer() throws Exception {
    configure("{}");
    assertThat(authenticate(token("{sub: jane}"))).isInstanceOf(Result.Authenticated.class);
    issuer.forget("/keys");
    assertThat(authenticate(token("{sub: joe}"))).isInstanceOf(Result.Authenticated.class);
    String signed =
        TestIssuer.sign(
            otherRsa, JWSAlgorithm.RS256, claims(ConfigurationChecksTest.yaml("{sub: jane}")));
    assertThat(authenticate(signed))
        .isEqualTo(
            new Result.Rejected(
                "oidc: verify token: failed to verify signature: fetching keys oidc: get keys"
                    + " failed: 404 no such document"));
  }

  @Test
  void keysOfOtherKindsDoNoHarm() throws Exception {
    configure("{}");
    String own = rsa.toPublicJWK().toJSONString();
    issuer.serve(
        "/keys",
        "{\"keys\":[{\"kty\":\"zzz\",\"kid\":\"rsa1\"},{\"kty\":\"RSA\"},7,"
            + "{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"rsa1\"},"
            + own
            + "]}");
    assertThat(authenticate(token("{sub: jane}"))).isInstanceOf(Result.Authenticated.class);
  }

  @Test
  void discoveryMayBeElsewhere() throws Exception {
    issuer.forget("/.well-known/openid-configuration");
    issuer.discoverable("/elsewhere", "https://nowhere.invalid/a");
    configure(
        "issuer: {url: 'https://nowhere.invalid/a', audiences: [my-client], discoveryURL:"
            + " $URL/elsewhere/.well-known/openid-configuration}");
    assertThat(authenticate(token("{iss: 'https://nowhere.invalid/a', sub: jane}")))
        .isInstanceOf(Result.Authenticated.class);
  }

  @Test
  void anIssuerHasItsPath() throws Exception {
    issuer.discoverable("/c/d", issuer.url() + "/c/d/");
    configure("issuer: {url: $URL/c/d/, audiences: [my-client]}");
    assertThat(authenticate(token("{iss: $URL/c/d/, sub: jane}")))
        .isInstanceOf(Result.Authenticated.class);
  }

  @Test
  void severalIssuersAreToldApart() throws Exception {
    issuer.discoverable("/a", issuer.url() + "/a");
    issuer.discoverable("/b", issuer.url() + "/b");
    configure(
        "{issuer: {url: $URL/a, audiences: [my-client]}, mappings: {username: {claim: sub, prefix:"
            + " 'a:'}}}",
        "{issuer: {url: $URL/b, audiences: [my-client]}, mappings: {username: {claim: sub, prefix:"
            + " 'b:'}}}");
    assertThat(authenticate(token("{iss: $URL/b, sub: jane}")))
        .isEqualTo(new Result.Authenticated(new UserInfo("b:jane", "", List.of(), Map.of())));
    assertThat(authenticate(token("{sub: jane}"))).isInstanceOf(Result.Unknown.class);
  }

  @Test
  void aConfigurationThatCannotBeUsedLeavesTheOldOneInForce() throws Exception {
    configure("{}");
    String token = token("{sub: jane}");
    List<byte[]> broken =
        List.of(
            new byte[0],
            "{".getBytes(StandardCharsets.UTF_8),
            configuration(ConfigurationChecksTest.yaml("issuer: {url: $URL}")),
            configuration(
                ConfigurationChecksTest.yaml(
                    "issuer: {url: $URL, audiences: [a], egressSelectorType: cluster}")),
            new String(configuration(ConfigurationChecksTest.yaml("{}")), StandardCharsets.UTF_8)
                .replace("\"jwt\"", "\"anonymous\":{\"enabled\":true},\"jwt\"")
                .getBytes(StandardCharsets.UTF_8));
    for (byte[] text : broken) {
      assertThatThrownBy(() -> authenticators.replace(text)).isInstanceOf(ConfigException.class);
      assertThat(authenticate(token)).isInstanceOf(Result.Authenticated.class);
    }
    assertThatThrownBy(() -> authenticators.replace(broken.getLast()))
        .hasMessage("anonymous: Forbidden: changed from initial configuration file");
    assertThatThrownBy(() -> authenticators.replace(broken.get(3)))
        .hasMessage("oidc: egress lookup required with egress selector type \"cluster\"");
    configure();
    assertThat(authenticate(token)).isInstanceOf(Result.Unknown.class);
  }

  @Test
  void aConfigurationWhoseIssuerIsNotFoundMaySucceedLater() throws Exception {
    authenticators.close();
    authenticators =
        new JwtAuthenticators(
            AuthenticationConfiguration.NONE,
            new Surroundings(
                List.of("RS256"), List.of(), Duration.ofMillis(20), Duration.ofMillis(1)),
            EXPRESSIONS,
            () -> now);
    issuer.forget("/.well-known/openid-configuration");
    byte[] wanted = configuration(ConfigurationChecksTest.yaml("{}"));
    assertThat(authenticators.replace(wanted).orElseThrow())
        .startsWith("oidc: authenticator for issuer \"" + issuer.url() + "\" is not healthy: ");
    assertThat(authenticate(token("{sub: jane}"))).isInstanceOf(Result.Unknown.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"issuer\":\"https://x.test\",\"jwks_uri\":\"$URL/keys\"} | oidc: issuer did not match"
            + " the issuer returned by provider, expected \"$URL\" got \"https://x.test\"",
        "{\"issuer\":\"$URL\"} | provider did not return JWKS URL",
        "x | oidc: failed to decode provider discovery object: "
      })
  void anIssuerMustSayWhoItIs(String document, String problem) throws Exception {
    issuer.serve("/.well-known/openid-configuration", document.replace("$URL", issuer.url()));
    JsonNode configured = MAPPER.readTree(configuration(ConfigurationChecksTest.yaml("{}")));
    AuthenticationConfiguration.Issuer wanted =
        ConfigurationChecksTest.parse(configured).jwt().getFirst().issuer();
    Provider provider =
        new Provider(
            HttpsDocuments.trusting(wanted.certificateAuthority()),
            new TokenVerifier.Wanted(List.of("RS256"), wanted.audiences()),
            () -> now);
    assertThatThrownBy(() -> provider.discover(wanted.url(), ""))
        .hasMessageStartingWith(problem.replace("$URL", issuer.url()));
  }

  @Test
  void anIssuerThatOthersSignedForIsNotTrusted() throws Exception {
    assertThatThrownBy(
            () ->
                new Provider(
                        HttpsDocuments.trusting(""),
                        new TokenVerifier.Wanted(List.of("RS256"), List.of("a")),
                        () -> now)
                    .discover(issuer.url(), ""))
        .isInstanceOf(JwtException.class)
        .hasMessageStartingWith("Get \"" + issuer.url() + "/.well-known/openid-configuration\": ");
  }
}
