package io.jukung.server.authentication.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import io.jukung.server.TestHttps;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An OpenID Connect issuer on this machine, over HTTPS with keys of its own. */
public final class TestIssuer implements AutoCloseable {
  private final CertificateAuthority authority;
  private final HttpsServer server;
  private final Map<String, String> documents = new ConcurrentHashMap<>();
  private final Map<String, String> tokens = new ConcurrentHashMap<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private volatile String cacheControl = "";

  /** An issuer that serves its discovery document and no keys. */
  public TestIssuer() throws Exception {
    authority =
        CertificateAuthority.create(
            "issuer", Duration.ofDays(1), Clock.systemUTC(), new SecureRandom());
    server = TestHttps.start(authority, List.of("127.0.0.1"), this::serve);
    discoverable("", url());
    keys();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      requests.add(path);
      String wanted = tokens.get(path);
      String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      boolean allowed = wanted == null || shown.equals("Bearer " + wanted);
      String document = documents.getOrDefault(path, "");
      int status = !allowed ? 401 : document.isEmpty() ? 404 : 200;
      byte[] body =
          (status == 200 ? document : "no such document").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      if (!cacheControl.isEmpty()) {
        exchange.getResponseHeaders().set("Cache-Control", cacheControl);
      }
      exchange.sendResponseHeaders(status, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  /** Its URL without a path. */
  public String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Its authority's certificate in PEM. */
  public String certificateAuthority() throws Exception {
    return PemFiles.certificate(authority.own().certificate());
  }

  /** Serves a discovery document below {@code path} that names this issuer. */
  void discoverable(String path, String issuer) {
    serve(
        path + "/.well-known/openid-configuration",
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(issuer, url()));
  }

  /** Serves a document from now on. */
  void serve(String path, String document) {
    documents.put(path, document);
  }

  /** Serves a document to those who show a token. */
  void serve(String path, String document, String token) {
    tokens.put(path, token);
    documents.put(path, document);
  }

  /** Serves nothing there from now on. */
  void forget(String path) {
    documents.remove(path);
  }

  /** Says this of all documents from now on. */
  void cacheControl(String value) {
    cacheControl = value;
  }

  /** Has these keys from now on. */
  public void keys(JWK... keys) {
    serve("/keys", new JWKSet(List.of(keys)).toString());
  }

  /** The requests since the last time. */
  List<String> requests() {
    List<String> taken = List.copyOf(requests);
    requests.clear();
    return taken;
  }

  /** Signs claims. */
  public static String sign(JWK key, JWSAlgorithm algorithm, String claims) throws Exception {
    JWSSigner signer =
        key instanceof ECKey curve ? new ECDSASigner(curve) : new RSASSASigner((RSAKey) key);
    JWSObject token =
        new JWSObject(
            new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), new Payload(claims));
    token.sign(signer);
    return token.serialize();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
