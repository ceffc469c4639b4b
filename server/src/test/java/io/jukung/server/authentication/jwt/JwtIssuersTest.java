package io.jukung.server.authentication.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import io.jukung.registry.config.ConfigException;
import io.jukung.registry.request.UserInfo;
import io.jukung.server.authentication.Authenticator.Result;
import io.jukung.server.authentication.jwt.JwtAuthenticators.Surroundings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where issuers and their keys are found, how long they are kept, and what is not trusted. */
final class JwtIssuersTest extends JwtTesting {
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
                List.of("RS256"),
                List.of(),
                Duration.ofMillis(20),
                Duration.ofMillis(1),
                JwtObserver.NONE),
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
