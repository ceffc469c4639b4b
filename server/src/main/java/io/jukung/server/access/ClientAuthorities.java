package io.jukung.server.access;

import io.jukung.server.authentication.FrontProxyConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whose signatures make a user or a proxy of a client: this server's own authority, always, those
 * of {@code --client-ca-file}, and for proxies those of {@code --requestheader-client-ca-file}.
 * Both files are followed while this is started. Safe for all threads.
 */
public final class ClientAuthorities implements AutoCloseable {
  private final List<X509Certificate> own;
  private final Optional<AuthorityFile> clients;
  private final Optional<AuthorityFile> proxies;

  /**
   * Reads the files.
   *
   * @throws IOException when a file's folder can't be watched
   * @throws io.jukung.registry.config.ConfigException when a file can't be used
   */
  ClientAuthorities(AccessConfig config, X509Certificate own) throws IOException {
    this.own = List.of(own);
    this.clients = file("client-ca-bundle", config.authentication().clientCaFile(), List.of(own));
    this.proxies =
        file("request-header", config.frontProxy().map(FrontProxyConfig::clientCaFile), List.of());
  }

  private static Optional<AuthorityFile> file(
      String purpose, Optional<Path> file, List<X509Certificate> always) throws IOException {
    return file.isPresent()
        ? Optional.of(new AuthorityFile(purpose, file.get(), always))
        : Optional.empty();
  }

  /** Who signs users' certificates, as of now; this server's own authority comes first. */
  public List<X509Certificate> clients() {
    return clients.map(AuthorityFile::certificates).orElse(own);
  }

  /** Who signs the certificates of proxies in front of this server, as of now. */
  public List<X509Certificate> proxies() {
    return proxies.map(AuthorityFile::certificates).orElse(List.of());
  }

  /** All of them, as of now: whose certificates clients are asked for. */
  public List<X509Certificate> all() {
    return Stream.concat(clients().stream(), proxies().stream()).distinct().toList();
  }

  /** Follows the files from now on, and tells of each change after it is in force. */
  void start(Runnable changed) {
    clients.ifPresent(file -> file.start(changed));
    proxies.ifPresent(file -> file.start(changed));
  }

  @Override
  public void close() {
    clients.ifPresent(AuthorityFile::close);
    proxies.ifPresent(AuthorityFile::close);
  }
}
