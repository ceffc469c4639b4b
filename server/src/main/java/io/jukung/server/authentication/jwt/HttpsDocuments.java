package io.jukung.server.authentication.jwt;

import io.jukung.registry.status.FieldError;
import io.jukung.server.connect.BackendTls;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Reads what an issuer serves, trusting the authorities configured for it. Redirects are followed,
 * since issuers use them, but not to plain HTTP. Safe for all threads; a read blocks its own.
 */
final class HttpsDocuments implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_BYTES = 10 << 20;

  private final HttpClient client;

  /** An answer, whatever its status. */
  record Document(int status, HttpHeaders headers, String body) {
    boolean ok() {
      return status == 200;
    }
  }

  private HttpsDocuments(HttpClient client) {
    this.client = client;
  }

  /**
   * Reads by these authorities.
   *
   * @param authorities in PEM; empty means whom this machine trusts
   * @throws JwtException when they can't be used
   */
  static HttpsDocuments trusting(String authorities) throws JwtException {
    try {
      SSLContext tls =
          authorities.isEmpty()
              ? BackendTls.trustingMachine(Optional.empty()).context()
              : BackendTls.of(Optional.empty(), PemFiles.parseCertificates(authorities)).context();
      return new HttpsDocuments(
          HttpClient.newBuilder()
              .sslContext(tls)
              .connectTimeout(TIMEOUT)
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build());
    } catch (IOException | GeneralSecurityException e) {
      throw new JwtException("Failed to read the CA contents: " + e.getMessage());
    }
  }

  /**
   * Reads a document.
   *
   * @param accessToken a bearer token to show; empty shows none
   * @throws JwtException when there is no answer
   */
  Document get(String url, String accessToken) throws JwtException {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT);
      if (!accessToken.isEmpty()) {
        request.header("Authorization", "Bearer " + accessToken);
      }
      HttpResponse<InputStream> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw new IOException("the answer is longer than " + MAX_BYTES + " bytes");
        }
        return new Document(
            answer.statusCode(), answer.headers(), new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new JwtException("Get " + FieldError.quote(url) + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JwtException("Get " + FieldError.quote(url) + ": context canceled");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
