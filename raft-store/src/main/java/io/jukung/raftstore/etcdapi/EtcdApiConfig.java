package io.jukung.raftstore.etcdapi;

import io.jukung.storage.etcd.EtcdTls;
import java.util.Optional;

/**
 * How the etcd API is served.
 *
 * @param host the address to listen on
 * @param port the port; 0 takes a free one
 * @param tls the server's certificate and key, and who signs the certificates every client has to
 *     show; empty serves in clear text, for tests on loopback only
 */
public record EtcdApiConfig(String host, int port, Optional<EtcdTls> tls) {
  /** Checks the port. */
  public EtcdApiConfig {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("expected a port of 0 to 65535, got " + port);
    }
  }
}
