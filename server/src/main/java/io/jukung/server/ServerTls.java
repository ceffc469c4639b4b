package io.jukung.server;

import io.jukung.server.connect.Backend;
import io.jukung.server.connect.BackendTls;
import io.jukung.server.connect.Connections;
import io.jukung.server.pki.ClientIdentity;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Whom the server trusts by certificate, as a server and as a client. */
final class ServerTls {
  private ServerTls() {}

  /** What it shows to nodes, pods and services, and what it expects of them. */
  static Connections.Config connections(ServerConfig config, ClientIdentity identity)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> authorities =
        config.kubeletCertificateAuthority().isPresent()
            ? PemFiles.readCertificates(config.kubeletCertificateAuthority().get())
            : List.of();
    return new Connections.Config(
        BackendTls.of(Optional.of(identity), authorities),
        BackendTls.of(Optional.empty(), List.of()),
        BackendTls.of(Optional.of(identity), List.of()),
        Backend::allowed);
  }
}
