package io.jukung.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServiceAccountTokenTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts";
  private static final String REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews";
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(folder);
    created("/api/v1/namespaces", "{\"metadata\":{\"name\":\"default\"}}");
    created(ACCOUNTS, "{\"metadata\":{\"name\":\"bob\"}}");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode created(String path, String body) throws Exception {
    HttpResponse<String> answer = post(path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return MAPPER.readTree(answer.body());
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return server.send("POST", path, body, "Content-Type", "application/json");
  }

  private static String token(String account, String body) throws Exception {
    return created(ACCOUNTS + "/" + account + "/token", body).at("/status/token").asText();
  }

  private static JsonNode review(String token, String audiences) throws Exception {
    String spec = "{\"spec\":{\"token\":\"" + token + "\",\"audiences\":" + audiences + "}}";
    return created(REVIEWS, spec).path("status");
  }

  private static JsonNode claims(String token) throws Exception {
    return MAPPER.readTree(JWSObject.parse(token).getPayload().toBytes());
  }

  private static String uid(String path) throws Exception {
    return MAPPER.readTree(server.get(path).body()).at("/metadata/uid").asText();
  }

  @Test
  void aTokenIsSignedAndSaysWhoseItIs() throws Exception {
    JsonNode answer = created(ACCOUNTS + "/bob/token", "{}");
    String uid = uid(ACCOUNTS + "/bob");
    assertThat(answer.path("metadata").path("name").asText()).isEqualTo("bob");
    assertThat(answer.path("metadata").path("uid").asText()).isEqualTo(uid);
    assertThat(answer.path("spec").toString())
        .isEqualTo(
            "{\"audiences\":[\"https://kubernetes.default.svc\"],\"expirationSeconds\":3600,"
                + "\"boundObjectRef\":null}");
    String token = answer.at("/status/token").asText();
    JsonNode claims = claims(token);
    assertThat(claims.fieldNames())
        .toIterable()
        .containsExactly("aud", "exp", "iat", "iss", "jti", "kubernetes.io", "nbf", "sub");
    assertThat(claims.path("sub").asText()).isEqualTo("system:serviceaccount:default:bob");
    assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(3600);
    assertThat(claims.path("kubernetes.io").toString())
        .isEqualTo(
            "{\"namespace\":\"default\",\"serviceaccount\":{\"name\":\"bob\",\"uid\":\""
                + uid
                + "\"}}");
    JWKSet keys = JWKSet.parse(server.get("/openid/v1/jwks").body());
    JWSObject signed = JWSObject.parse(token);
    assertThat(
            signed.verify(
                new ECDSAVerifier(keys.getKeyByKeyId(signed.getHeader().getKeyID()).toECKey())))
        .isTrue();
  }

  @Test
  void discoveryNamesIssuerAndKeys() throws Exception {
    HttpResponse<String> answer = server.get("/.well-known/openid-configuration");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=3600");
    assertThat(answer.body())
        .startsWith("{\"issuer\":\"https://kubernetes.default.svc\",\"jwks_uri\":\"https://")
        .endsWith(
            "/openid/v1/jwks\",\"response_types_supported\":[\"id_token\"],"
                + "\"subject_types_supported\":[\"public\"],"
                + "\"id_token_signing_alg_values_supported\":[\"ES256\"]}");
    HttpResponse<String> keys = server.get("/openid/v1/jwks");
    assertThat(keys.headers().firstValue("Content-Type")).contains("application/jwk-set+json");
    assertThat(keys.body()).startsWith("{\"keys\":[{\"use\":\"sig\",\"kty\":\"EC\",\"kid\":\"");
    assertThat(server.get("/openid/v1/jwks", "Accept", "text/html").body())
        .contains("Available representations: application/jwk-set+json");
  }

  @Test
  void theOwnerOfATokenIsKnownByIt() throws Exception {
    String token = token("bob", "{}");
    JsonNode status = review(token, "[]");
    assertThat(status.path("authenticated").asBoolean()).isTrue();
    assertThat(status.at("/user/username").asText()).isEqualTo("system:serviceaccount:default:bob");
    assertThat(status.at("/user/groups").toString())
        .isEqualTo(
            "[\"system:serviceaccounts\",\"system:serviceaccounts:default\","
                + "\"system:authenticated\"]");
    assertThat(status.at("/user/extra").toString())
        .isEqualTo(
            "{\"authentication.kubernetes.io/credential-id\":[\"JTI="
                + claims(token).path("jti").asText()
                + "\"]}");
    assertThat(status.path("audiences").toString())
        .isEqualTo("[\"https://kubernetes.default.svc\"]");
  }

  @Test
  void aTokenIsGoodForItsAudiencesOnly() throws Exception {
    String token = token("bob", "{\"spec\":{\"audiences\":[\"a\",\"b\"]}}");
    assertThat(review(token, "[\"b\",\"c\"]").path("audiences").toString()).isEqualTo("[\"b\"]");
    assertThat(review(token, "[]").path("error").asText())
        .isEqualTo(
            "[invalid bearer token, token audiences [\"a\" \"b\"] is invalid for the target"
                + " audiences [\"https://kubernetes.default.svc\"]]");
    assertThat(review(TestServer.PLAIN, "[\"x\"]").path("error").asText())
        .isEqualTo("invalid bearer token");
  }

  @Test
  void aTokenWithAWrongSignatureIsRefused() throws Exception {
    String token = token("bob", "{}");
    int dot = token.lastIndexOf('.');
    char other = token.charAt(dot + 1) == 'A' ? 'B' : 'A';
    String forged = token.substring(0, dot + 1) + other + token.substring(dot + 2);
    assertThat(review(forged, "[]").path("error").asText())
        .isEqualTo("[invalid bearer token, go-jose/go-jose: error in cryptographic primitive]");
  }

  @Test
  void aTokenEndsWithItsAccountAndWithWhatItIsBoundTo() throws Exception {
    created(ACCOUNTS, "{\"metadata\":{\"name\":\"eve\"}}");
    created("/api/v1/namespaces/default/secrets", "{\"metadata\":{\"name\":\"tied\"}}");
    String secretUid = uid("/api/v1/namespaces/default/secrets/tied");
    String ofAccount = token("eve", "{}");
    String reference =
        "{\"spec\":{\"boundObjectRef\":{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"name\":\"tied\"}}}";
    String bound = token("bob", reference);
    assertThat(claims(bound).at("/kubernetes.io/secret").toString())
        .isEqualTo("{\"name\":\"tied\",\"uid\":\"" + secretUid + "\"}");
    assertThat(server.send("DELETE", ACCOUNTS + "/eve", "").statusCode()).isEqualTo(200);
    assertThat(server.send("DELETE", "/api/v1/namespaces/default/secrets/tied", "").statusCode())
        .isEqualTo(200);
    assertThat(reviewUntilRefused(ofAccount))
        .isEqualTo("[invalid bearer token, serviceaccounts \"eve\" not found]");
    assertThat(reviewUntilRefused(bound))
        .isEqualTo("[invalid bearer token, service account token has been invalidated]");
  }

  /** The read cache may be a moment behind the delete, and what it says then counts ten seconds. */
  private static String reviewUntilRefused(String token) throws Exception {
    long end = System.nanoTime() + 30_000_000_000L;
    JsonNode status = review(token, "[]");
    while (status.path("authenticated").asBoolean() && System.nanoTime() < end) {
      status = review(token, "[]");
    }
    return status.path("error").asText();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          bob|{"spec":{"expirationSeconds":3}}|422|TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 3: may not specify a duration less than 10 minutes
          bob|{"spec":{"expirationSeconds":99999999999}}|422|TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 99999999999: may not specify a duration larger than 2^32 seconds
          none|{}|404|serviceaccounts "none" not found
          bob|{"metadata":{"name":"x"}}|422|TokenRequest.authentication.k8s.io "bob" is invalid: metadata.name: Invalid value: "x": must match the service account name if specified
          bob|{"metadata":{"namespace":"x"}}|400|the namespace of the provided object does not match the namespace sent on the request
          bob|{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"x"}}}|404|pods "x" not found
          bob|{"spec":{"boundObjectRef":{"kind":"Foo","apiVersion":"g/v1","name":"x"}}}|400|cannot bind token to object of type g/v1, Kind=Foo
          """)
  void refusals(String account, String body, int code, String message) throws Exception {
    HttpResponse<String> answer = post(ACCOUNTS + "/" + account + "/token", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(code);
    assertThat(MAPPER.readTree(answer.body()).path("message").asText()).isEqualTo(message);
  }

  @Test
  void aTokenForAnotherUidIsAConflict() throws Exception {
    HttpResponse<String> answer = post(ACCOUNTS + "/bob/token", "{\"metadata\":{\"uid\":\"x\"}}");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(MAPPER.readTree(answer.body()).path("message").asText())
        .isEqualTo(
            "Operation cannot be fulfilled on TokenRequest.authentication.k8s.io \"bob\": the UID"
                + " in the token request (x) does not match the UID of the service account ("
                + uid(ACCOUNTS + "/bob")
                + ")");
  }
}
