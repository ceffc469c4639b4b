package io.jukung.cli;

import io.jukung.registry.envelope.StorageMediaType;
import io.jukung.storage.etcd.EtcdStoreConfig;
import io.jukung.storage.etcd.EtcdTls;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

  @Option(
      names = "--etcd-cafile",
      paramLabel = "FILE",
      description = "Certificate authorities of the members of the etcd, PEM.")
  private Optional<Path> authorities = Optional.empty();

  @Option(
      names = "--etcd-certfile",
      paramLabel = "FILE",
      description = "Client certificate for the etcd, PEM.")
  private Optional<Path> certificate = Optional.empty();

  @Option(
      names = "--etcd-keyfile",
      paramLabel = "FILE",
      description = "Private key of the client certificate for the etcd, PEM.")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--etcd-prefix",
      paramLabel = "PREFIX",
      defaultValue = "/registry",
      description = "What all keys in the etcd begin with (default: /registry).")
  private String prefix = "/registry";

  /** What all keys in the etcd begin with, with a slash at both ends. */
  String prefix() {
    String bare = prefix.replaceAll("^/+|/+$", "");
    if (bare.isEmpty()) {
      throw new StartFailure(ExitCode.USAGE, "--etcd-prefix must not be empty");
    }
    return "/" + bare + "/";
  }

  @Option(
      names = "--storage-media-type",
      paramLabel = "TYPE",
      defaultValue = "application/json",
      description =
          "What objects are written as in the etcd: application/json or"
              + " application/vnd.kubernetes.protobuf; both are read (default: application/json).")
  private String storageMediaType = "application/json";

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
    StorageMediaType type =
        StorageMediaType.of(storageMediaType)
            .orElseThrow(
                () ->
                    new StartFailure(
                        ExitCode.USAGE,
                        "--storage-media-type must be application/json or"
                            + " application/vnd.kubernetes.protobuf, not "
                            + storageMediaType));
    if (type != StorageMediaType.JSON && servers.isEmpty()) {
      throw new StartFailure(ExitCode.USAGE, "--storage-media-type needs --etcd-servers");
    }
    return type;
  }

  /** What was asked for, checked; empty when no etcd was named. */
  Optional<EtcdStoreConfig> config() {
    readable("--etcd-cafile", authorities);
    readable("--etcd-certfile", certificate);
    readable("--etcd-keyfile", key);
    try {
      EtcdTls tls = new EtcdTls(authorities, certificate, key);
      return servers.isEmpty() ? Optional.empty() : Optional.of(EtcdStoreConfig.of(servers, tls));
    } catch (IllegalArgumentException e) {
      throw new StartFailure(ExitCode.USAGE, "--etcd-servers: " + e.getMessage());
    }
  }

  private static void readable(String option, Optional<Path> file) {
    if (file.isPresent() && !Files.isReadable(file.get())) {
      throw new StartFailure(ExitCode.USAGE, option + " " + file.get() + " can't be read");
    }
  }
}
