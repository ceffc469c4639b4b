package io.jukung.server;

import io.jukung.server.connect.Backend;
import io.jukung.server.connect.BackendTls;
import io.jukung.server.connect.Connections;
import io.jukung.server.pki.ClientIdentity;
import io.jukung.server.pki.PemFiles;
import io.jukung.server.pki.Pki;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who the server is by certificate, and whom it trusts, as a server and as a client. */
final class ServerTls {
  private ServerTls() {}

  /** The names and addresses its own certificate is for, besides those every API server has. */
  static List<String> names(ServerConfig config) throws IOException {
    List<String> names = new ArrayList<>(config.serverNames());
    names.add(config.kubernetesServiceAddress());
    names.add(AdvertiseAddress.of(config));
    if (!config.bindsAll()) {
      names.add(config.bindAddress());
    }
    names.add(InetAddress.getLocalHost().getHostName());
    if (config.serving().given()) {
      names.add(Pki.LOOPBACK_NAME);
    }
    return names;
  }

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
