package io.jukung.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * The current context of a kubeconfig file: where the server is, whom to trust and who asks.
 * Immutable. Exec plugins, auth providers and impersonation are not read. Upstream: {@code
 * client-go/tools/clientcmd/api/v1/types.go}.
 *
 * @param server the server's base address, without a trailing slash
 * @param skipVerify whether any server certificate is accepted
 * @param authorityPem the certificates to trust, PEM
 * @param certificatePem the client's certificate chain, PEM
 * @param keyPem the client's private key, PEM
 * @param token a bearer token
 * @param tlsServerName the name that is asked for instead of the server's host
 */
public record KubeConfig(
    URI server,
    boolean skipVerify,
    Optional<String> authorityPem,
    Optional<String> certificatePem,
    Optional<String> keyPem,
    Optional<String> token,
    Optional<String> tlsServerName) {

  /** The same without a name for TLS. */
  public KubeConfig(
      URI server,
      boolean skipVerify,
      Optional<String> authorityPem,
      Optional<String> certificatePem,
      Optional<String> keyPem,
      Optional<String> token) {
    this(server, skipVerify, authorityPem, certificatePem, keyPem, token, Optional.empty());
  }

  /**
   * Reads a file; relative paths in it start at its folder.
   *
   * @throws IOException when it, or a file it names, cannot be read, or its current context is
   *     incomplete
   */
  public static KubeConfig read(Path file) throws IOException {
    JsonNode root = new YAMLMapper().readTree(Files.readAllBytes(file));
    Path absolute = file.toAbsolutePath();
    JsonNode context =
        named(root, "contexts", "context", root.path("current-context").asText(""), file);
    JsonNode cluster = named(root, "clusters", "cluster", context.path("cluster").asText(""), file);
    JsonNode user = named(root, "users", "user", context.path("user").asText(""), file);
    String server = cluster.path("server").asText("");
    if (server.isEmpty()) {
      throw new IOException(file + ": the cluster of the current context has no server");
    }
    return new KubeConfig(
        URI.create(server.endsWith("/") ? server.substring(0, server.length() - 1) : server),
        cluster.path("insecure-skip-tls-verify").asBoolean(false),
        pem(cluster, "certificate-authority", absolute),
        pem(user, "client-certificate", absolute),
        pem(user, "client-key", absolute),
        text(user, "token"),
        text(cluster, "tls-server-name"));
  }

  /** The same server with no credentials at all. */
  public KubeConfig anonymous() {
    return with(Optional.empty());
  }

  /** The same server asked with a bearer token and no client certificate. */
  public KubeConfig withToken(String bearer) {
    return with(Optional.of(bearer));
  }

  private KubeConfig with(Optional<String> bearer) {
    return new KubeConfig(
        server,
        skipVerify,
        authorityPem,
        Optional.empty(),
        Optional.empty(),
        bearer,
        tlsServerName);
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.of(node.path(field).asText("")).filter(text -> !text.isEmpty());
  }

  /** The server only: keys and tokens belong into no log. */
  @Override
  public String toString() {
    return "KubeConfig[" + server + "]";
  }

  private static JsonNode named(JsonNode root, String list, String member, String name, Path file)
      throws IOException {
    for (JsonNode entry : root.path(list)) {
      if (entry.path("name").asText("").equals(name)) {
        return entry.path(member);
      }
    }
    if (list.equals("users") && name.isEmpty()) {
      return MissingNode.getInstance();
    }
    throw new IOException(file + ": no entry named \"" + name + "\" in " + list);
  }

  private static Optional<String> pem(JsonNode node, String field, Path kubeconfig)
      throws IOException {
    String inline = node.path(field + "-data").asText("");
    if (!inline.isEmpty()) {
      return Optional.of(
          new String(Base64.getMimeDecoder().decode(inline), StandardCharsets.US_ASCII));
    }
    String path = node.path(field).asText("");
    return path.isEmpty()
        ? Optional.empty()
        : Optional.of(Files.readString(kubeconfig.resolveSibling(path), StandardCharsets.US_ASCII));
  }
}
