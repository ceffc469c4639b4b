package io.jukung.cli;

import io.jukung.registry.envelope.StorageMediaType;
import io.jukung.storage.etcd.EtcdCredentials;
import io.jukung.storage.etcd.EtcdStoreConfig;
import io.jukung.storage.etcd.EtcdTls;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An etcd instead of the embedded store, in kube-apiserver's flags. */
final class EtcdOptions {
  @Option(
      names = "--etcd-servers",
      paramLabel = "URL",
      split = ",",
      description =
          "Members of an etcd to keep objects in, such as https://10.0.0.5:2379, separated by"
              + " commas (default: none; the store is in the data folder).")
  private List<URI> servers = List.of();

  @Mixin private EtcdAccess access = new EtcdAccess();

  /** What all keys in the etcd begin with, with a slash at both ends. */
  String prefix() {
    return access.prefix();
  }

  @Option(
      names = "--serve-etcd",
      paramLabel = "HOST:PORT",
      description =
          "Serves the embedded store by etcd's v3 API over TLS; clients need the files ca.crt,"
              + " client.crt and client.key under DIR/pki/etcd (default: not served).")
  private Optional<String> serveEtcd = Optional.empty();

  /** Where to serve the etcd API; port 0 takes a free one. */
  Optional<InetSocketAddress> serveEtcd() {
    if (serveEtcd.isPresent() && !servers.isEmpty()) {
      throw new StartFailure(ExitCode.USAGE, "--serve-etcd serves the embedded store only");
    }
    return serveEtcd.map(
        text -> {
          int colon = text.lastIndexOf(':');
          String port = text.substring(colon + 1);
          if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
            throw new StartFailure(ExitCode.USAGE, "--serve-etcd must be HOST:PORT, not " + text);
          }
          return InetSocketAddress.createUnresolved(
              text.substring(0, colon), Integer.parseInt(port));
        });
  }

  /** What objects are written as. */
  StorageMediaType storageMediaType() {
    StorageMediaType type = access.storageMediaType();
    if (type != StorageMediaType.JSON && servers.isEmpty()) {
      throw new StartFailure(ExitCode.USAGE, "--storage-media-type needs --etcd-servers");
    }
    return type;
  }

  /** What was asked for, checked; empty when no etcd was named. */
  Optional<EtcdStoreConfig> config() {
    EtcdTls tls = access.tls();
    Optional<EtcdCredentials> user = access.credentials();
    try {
      return servers.isEmpty()
          ? Optional.empty()
          : Optional.of(EtcdStoreConfig.of(servers, tls).as(user));
    } catch (IllegalArgumentException e) {
      throw new StartFailure(ExitCode.USAGE, "--etcd-servers: " + e.getMessage());
    }
  }
}
