package io.jukung.server.authentication.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.jukung.server.authentication.Authenticator.Result;
import io.jukung.server.authentication.jwt.JwtAuthenticators.Surroundings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** An issuer on this machine with its keys, and what trusts it; anew for each test. */
abstract class JwtTesting {
  static final JsonMapper MAPPER = new JsonMapper();
  static final ClaimExpressions EXPRESSIONS = new ClaimExpressions();
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  static final long LATER = NOW.plusSeconds(3600).getEpochSecond();
  static JWK rsa;
  static JWK otherRsa;
  static JWK p256;
  static JWK p521;
  TestIssuer issuer;
  JwtAuthenticators authenticators;
  Instant now = NOW;

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

  JwtAuthenticators authenticators(List<String> algorithms) {
    return new JwtAuthenticators(
        AuthenticationConfiguration.NONE,
        new Surroundings(
            algorithms,
            List.of("https://kubernetes.default.svc"),
            Duration.ofMillis(20),
            Duration.ofSeconds(20),
            JwtObserver.NONE),
        EXPRESSIONS,
        () -> now);
  }

  @AfterEach
  void stop() {
    authenticators.close();
    issuer.close();
  }

  byte[] configuration(JsonNode... rows) throws Exception {
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

  void configure(String... rows) throws Exception {
    JsonNode[] all = Stream.of(rows).map(ConfigurationChecksTest::yaml).toArray(JsonNode[]::new);
    assertThat(authenticators.replace(configuration(all))).isEmpty();
  }

  String claims(JsonNode own) {
    ObjectNode claims = MAPPER.createObjectNode();
    claims.put("iss", issuer.url()).put("aud", "my-client").put("exp", LATER);
    own.properties().forEach(claim -> claims.set(claim.getKey(), claim.getValue()));
    return claims
        .toString()
        .replace("$URL", issuer.url())
        .replace("\"$LATER\"", Long.toString(LATER))
        .replace("\"$EARLIER\"", Long.toString(NOW.minusSeconds(3600).getEpochSecond()));
  }

  String token(String own) throws Exception {
    return TestIssuer.sign(rsa, JWSAlgorithm.RS256, claims(ConfigurationChecksTest.yaml(own)));
  }

  Result authenticate(String token) {
    return authenticators.authenticate(token, List.of());
  }
}
