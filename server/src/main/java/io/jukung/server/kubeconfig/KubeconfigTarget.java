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
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server that a file in kubeconfig's form names, and who we are to it: certificate, token or
 * password of its current context.
 */
public record KubeconfigTarget(URI url, BackendTls tls, Optional<String> authorization) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Who we are to a server.
   *
   * @param identity the client certificate
   * @param authorization the header
   */
  public record User(Optional<KeyAndCertificate> identity, Optional<String> authorization) {
    /** Nobody. */
    public static final User ANONYMOUS = new User(Optional.empty(), Optional.empty());
  }

  /**
   * The users of a kubeconfig by their names; that of the current context by the empty one.
   *
   * @throws ConfigException when they can't be used
   */
  public static Map<String, User> users(Path file) {
    ConfigNode root = ConfigNode.read(file, "Config", List.of("v1"));
    Map<String, User> users = new HashMap<>();
    try {
      for (ConfigNode entry : root.children("users")) {
        Optional<ConfigNode> user = entry.child("user");
        users.put(entry.text("name"), new User(identity(file, user), authorization(file, user)));
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ConfigException(file + ": " + e.getMessage());
    }
    for (ConfigNode entry : root.children("contexts")) {
      if (entry.text("name").equals(root.text("current-context"))) {
        String user = entry.child("context").map(context -> context.text("user")).orElse("");
        Optional.ofNullable(users.get(user)).ifPresent(known -> users.put("", known));
      }
    }
    return users;
  }

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

  private static Optional<KeyAndCertificate> identity(Path file, Optional<ConfigNode> user)
      throws IOException, GeneralSecurityException {
    if (user.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> certificate = pem(file, user.get(), "client-certificate");
    Optional<String> keyText = pem(file, user.get(), "client-key");
    if (certificate.isEmpty() || keyText.isEmpty()) {
      return Optional.empty();
    }
    X509Certificate own = PemFiles.parseCertificates(certificate.get()).getFirst();
    return PemFiles.parsePrivateKey(keyText.get()).map(key -> new KeyAndCertificate(key, own));
  }

  private static BackendTls tls(Path file, ConfigNode cluster, Optional<ConfigNode> user)
      throws IOException, GeneralSecurityException {
    Optional<KeyAndCertificate> identity = identity(file, user);
    Optional<String> authorities = pem(file, cluster, "certificate-authority");
    return authorities.isPresent()
        ? BackendTls.of(identity, PemFiles.parseCertificates(authorities.get()))
        : BackendTls.trustingMachine(identity);
  }

  /** A client that speaks to it. */
  public HttpClient client() {
    return HttpClient.newBuilder()
        .sslContext(tls.context())
        .connectTimeout(CONNECT_TIMEOUT)
        .build();
  }
}
