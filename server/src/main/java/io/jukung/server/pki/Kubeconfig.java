package io.jukung.server.pki;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;

/** Writes kubeconfig files with everything embedded. */
public final class Kubeconfig {
  private Kubeconfig() {}

  /** A kubeconfig with one cluster, one user with a client certificate, and one context. */
  public static String of(
      String cluster,
      String serverUrl,
      X509Certificate authority,
      String user,
      KeyAndCertificate client)
      throws GeneralSecurityException {
    return of(cluster, serverUrl, authority, user, client, Optional.empty());
  }

  /**
   * The same.
   *
   * @param tlsServerName the name that is asked for and expected instead of the URL's host
   */
  static String of(
      String cluster,
      String serverUrl,
      X509Certificate authority,
      String user,
      KeyAndCertificate client,
      Optional<String> tlsServerName)
      throws GeneralSecurityException {
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - cluster:
        certificate-authority-data: %2$s
        server: %3$s%7$s
      name: %1$s
    contexts:
    - context:
        cluster: %1$s
        user: %4$s
      name: %4$s@%1$s
    current-context: %4$s@%1$s
    users:
    - name: %4$s
      user:
        client-certificate-data: %5$s
        client-key-data: %6$s
    """
        .formatted(
            cluster,
            base64(PemFiles.certificate(authority)),
            serverUrl,
            user,
            base64(PemFiles.certificate(client.certificate())),
            base64(PemFiles.privateKey(client.key())),
            tlsServerName.map(name -> "\n    tls-server-name: " + name).orElse(""));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
