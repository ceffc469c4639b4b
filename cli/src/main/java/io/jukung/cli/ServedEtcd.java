package io.jukung.cli;

import io.jukung.raftstore.RaftStore;
import io.jukung.raftstore.etcdapi.EtcdApi;
import io.jukung.raftstore.etcdapi.EtcdApiConfig;
import io.jukung.server.pki.Pki;
import io.jukung.storage.etcd.EtcdTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded store, served by etcd's API, with a trust of its own under {@code pki/etcd}. */
final class ServedEtcd {
  private static final Logger LOG = LoggerFactory.getLogger(ServedEtcd.class);

  private ServedEtcd() {}

  /**
   * Makes what is missing under {@code pki/etcd}: before the store is open, which may have to wait
   * for other members, as they are given the same authority.
   *
   * @throws StartFailure when another store is asked for
   */
  static void ensureFiles(Settings settings, InstantSource clock, SecureRandom random)
      throws IOException, GeneralSecurityException {
    if (settings.etcd().isPresent()) {
      throw new StartFailure(ExitCode.USAGE, "--serve-etcd serves the embedded store only");
    }
    Path folder = folder(settings);
    String host = settings.serveEtcd().orElseThrow().getHostString();
    new Pki(folder, folder, List.of(host), clock, random).ensureApart("jukung-etcd");
  }

  static EtcdApi start(Settings settings, RaftStore store) {
    InetSocketAddress address = settings.serveEtcd().orElseThrow();
    Path folder = folder(settings);
    try {
      EtcdTls tls =
          new EtcdTls(
              Optional.of(folder.resolve("ca.crt")),
              Optional.of(folder.resolve("server.crt")),
              Optional.of(folder.resolve("server.key")));
      EtcdApi api =
          EtcdApi.start(
              store,
              new EtcdApiConfig(address.getHostString(), address.getPort(), Optional.of(tls)));
      LOG.info("the etcd API is at {}; files for clients are in {}", api.url(), folder);
      return api;
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.PORT_UNAVAILABLE, "the etcd API can't be served at " + address + ": " + e);
    }
  }

  private static Path folder(Settings settings) {
    return settings.dataDir().resolve("pki").resolve("etcd");
  }
}
