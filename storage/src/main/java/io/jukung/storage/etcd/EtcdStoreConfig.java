package io.jukung.storage.etcd;

import io.jukung.storage.watch.WatchHubConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to reach an etcd.
 *
 * @param endpoints one or more members, each {@code http://host:port} or {@code https://host:port};
 *     one is used at a time, the next when it fails
 * @param tls trust and client certificate for https endpoints
 * @param credentials a user of etcd's own; empty when etcd asks for none or goes by certificates
 * @param requestTimeout how long a call may take with all its attempts; default ten seconds
 * @param watches limits of the watches in this process
 * @param compactionInterval how often history older than that is given up, in agreement with every
 *     kube-apiserver on the same etcd; zero leaves compaction to others; default five minutes
 */
public record EtcdStoreConfig(
    List<URI> endpoints,
    EtcdTls tls,
    Optional<EtcdCredentials> credentials,
    Duration requestTimeout,
    WatchHubConfig watches,
    Duration compactionInterval) {

  /** Copies the list and checks it. */
  public EtcdStoreConfig {
    endpoints = List.copyOf(endpoints);
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("expected one etcd endpoint or more");
    }
    for (URI endpoint : endpoints) {
      boolean known = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
      if (!known || endpoint.getHost() == null) {
        throw new IllegalArgumentException(
            "expected an etcd endpoint like https://host:2379, got " + endpoint);
      }
    }
    if (!requestTimeout.isPositive() || compactionInterval.isNegative()) {
      throw new IllegalArgumentException(
          "expected a positive timeout and no negative interval, got "
              + requestTimeout
              + ", "
              + compactionInterval);
    }
  }

  /** The defaults, on some endpoints. */
  public static EtcdStoreConfig of(List<URI> endpoints, EtcdTls tls) {
    return new EtcdStoreConfig(
        endpoints,
        tls,
        Optional.empty(),
        Duration.ofSeconds(10),
        WatchHubConfig.DEFAULT,
        Duration.ofMinutes(5));
  }

  /** The same as a user of etcd's own, or as none. */
  public EtcdStoreConfig as(Optional<EtcdCredentials> user) {
    return new EtcdStoreConfig(endpoints, tls, user, requestTimeout, watches, compactionInterval);
  }
}
