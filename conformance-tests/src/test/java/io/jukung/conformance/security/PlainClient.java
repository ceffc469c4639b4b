package io.jukung.conformance.security;

import io.jukung.bench.client.KubeConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Requests that the calling thread makes itself, from the handshake to the last byte: what they
 * take does not depend on how busy this process is with other requests.
 */
record PlainClient(KubeConfig config, SSLSocketFactory sockets) {
  /** A client of a server, with the token of {@code config}. */
  static PlainClient of(KubeConfig config) throws IOException, GeneralSecurityException {
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    byte[] pem = config.authorityPem().orElseThrow().getBytes(StandardCharsets.UTF_8);
    authorities.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return new PlainClient(config, tls.getSocketFactory());
  }

  /**
   * Sends a request and reads the answer.
   *
   * @throws IOException when the status is not 200
   */
  byte[] send(String method, String path, Optional<byte[]> body) throws IOException {
    HttpsURLConnection connection =
        (HttpsURLConnection) URI.create(config.server() + path).toURL().openConnection();
    connection.setSSLSocketFactory(sockets);
    connection.setRequestMethod(method);
    connection.setRequestProperty("Accept", "application/json");
    if (config.token().isPresent()) {
      connection.setRequestProperty("Authorization", "Bearer " + config.token().get());
    }
    if (body.isPresent()) {
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body.get());
      }
    }
    if (connection.getResponseCode() != 200) {
      throw new IOException(method + " " + path + ": status " + connection.getResponseCode());
    }
    return connection.getInputStream().readAllBytes();
  }
}
