package io.jukung.server.kubeconfig;

import io.jukung.registry.config.ConfigException;
import io.jukung.registry.config.ConfigNode;
import io.jukung.server.connect.BackendTls;
import io.jukung.server.pki.KeyAndCertificate;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A server that a file in kubeconfig's form names, and who we are to it: certificate, token or
 * password of its current context.
 */
public record KubeconfigTarget(URI url, SSLContext tls, Optional<String> authorization) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Reads the file and those it names.
   *
   * @throws ConfigException when they can't be used
   */
  public static KubeconfigTarget read(Path file) {
    ConfigNode root = ConfigNode.read(file, "Config", List.of("v1"));
    ConfigNode context =
        named(root, "contexts", root.text("current-context")).child("context").orElseThrow();
    ConfigNode cluster =
        named(root, "clusters", context.text("cluster")).child("cluster").orElseThrow();
    Optional<ConfigNode> user =
        context.text("user").isEmpty()
            ? Optional.empty()
            : named(root, "users", context.text("user")).child("user");
    try {
      return new KubeconfigTarget(
          URI.create(cluster.text("server")), tls(file, cluster, user), authorization(file, user));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ConfigException(file + ": " + e.getMessage());
    }
  }

  private static ConfigNode named(ConfigNode root, String list, String name) {
    return root.children(list).stream()
        .filter(entry -> entry.text("name").equals(name))
        .findFirst()
        .orElseThrow(() -> new ConfigException("no " + list + " entry is named \"" + name + "\""));
  }

  private static Optional<String> authorization(Path file, Optional<ConfigNode> user)
      throws IOException {
    if (user.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> token =
        user.get().has("tokenFile")
            ? Optional.of(Files.readString(beside(file, user.get().text("tokenFile"))).strip())
            : Optional.of(user.get().text("token")).filter(text -> !text.isEmpty());
    if (token.isPresent()) {
      return token.map(text -> "Bearer " + text);
    }
    String name = user.get().text("username");
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString(
                        (name + ":" + user.get().text("password"))
                            .getBytes(StandardCharsets.UTF_8)));
  }

  private static Path beside(Path file, String name) {
    return file.resolveSibling(name);
  }

  private static Optional<String> pem(Path file, ConfigNode node, String field) throws IOException {
    if (node.has(field + "-data")) {
      byte[] text = Base64.getDecoder().decode(node.text(field + "-data"));
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    }
    return node.has(field)
        ? Optional.of(Files.readString(beside(file, node.text(field))))
        : Optional.empty();
  }

  private static SSLContext tls(Path file, ConfigNode cluster, Optional<ConfigNode> user)
      throws IOException, GeneralSecurityException {
    Optional<KeyAndCertificate> identity = Optional.empty();
    if (user.isPresent()) {
      Optional<String> certificate = pem(file, user.get(), "client-certificate");
      Optional<PrivateKey> key = Optional.empty();
      Optional<String> keyText = pem(file, user.get(), "client-key");
      if (keyText.isPresent()) {
        key = PemFiles.parsePrivateKey(keyText.get());
      }
      if (certificate.isPresent() && key.isPresent()) {
        X509Certificate own = PemFiles.parseCertificates(certificate.get()).getFirst();
        identity = Optional.of(new KeyAndCertificate(key.get(), own));
      }
    }
    Optional<String> authorities = pem(file, cluster, "certificate-authority");
    return authorities.isPresent()
        ? BackendTls.of(identity, PemFiles.parseCertificates(authorities.get())).context()
        : BackendTls.trustingMachine(identity).context();
  }

  /** A client that speaks to it. */
  public HttpClient client() {
    return HttpClient.newBuilder().sslContext(tls).connectTimeout(CONNECT_TIMEOUT).build();
  }
}
