package io.jukung.conformance.weaknesses;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.Space;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A TLS connection to the API server on which a test writes what no client library would. */
final class RawClient implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(30);

  /** The test knows whom it calls. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private final SSLSocket socket;

  private RawClient(SSLSocket socket) {
    this.socket = socket;
  }

  /** Connects, to speak the protocol: {@code http/1.1} or {@code h2}. */
  static RawClient connect(Space space, String protocol)
      throws IOException, GeneralSecurityException {
    URI server = space.client().config().server();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(server.getHost(), server.getPort());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {protocol});
    socket.setSSLParameters(parameters);
    socket.setSoTimeout((int) BOUND.toMillis());
    socket.startHandshake();
    return new RawClient(socket);
  }

  /** A token of an account that may do anything. */
  static String token(Space space) throws IOException, InterruptedException {
    Resource accounts = space.namespaced("v1", "serviceaccounts", "ServiceAccount");
    space
        .resource("rbac.authorization.k8s.io/v1", "clusterrolebindings", "ClusterRoleBinding")
        .create(
            """
            metadata: {name: raw-$RUN}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects: [{kind: ServiceAccount, name: default, namespace: $NS}]
            """);
    JsonNode made =
        space.api().call(201, ApiRequest.json("POST", accounts.path("default/token"), "{}"));
    return made.at("/status/token").asText();
  }

  void write(String text) throws IOException {
    write(text.getBytes(ISO_8859_1));
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  /** What comes until the text is among it, the connection ends, or nothing comes for a while. */
  String readUntil(String text, Duration silence) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    socket.setSoTimeout((int) silence.toMillis());
    try {
      for (int b = in().read(); b >= 0; b = in().read()) {
        read.write(b);
        if (b == text.charAt(text.length() - 1) && read.toString(ISO_8859_1).endsWith(text)) {
          break;
        }
      }
    } catch (SocketTimeoutException e) {
      // That was all.
      return read.toString(ISO_8859_1);
    }
    return read.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
