package io.jukung.storage.etcd;

import io.jukung.storage.Store;
import io.jukung.storage.StoreLab;
import io.jukung.storage.TestClock;
import io.jukung.storage.watch.WatchHubConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Opens an {@link EtcdStore} on an etcd that is there. */
public record EtcdLab(List<URI> endpoints, EtcdTls tls, int ringChanges) implements StoreLab {
  /** The configuration of the stores opened. */
  public EtcdStoreConfig config() {
    return new EtcdStoreConfig(
        endpoints,
        tls,
        Optional.empty(),
        Duration.ofSeconds(20),
        new WatchHubConfig(ringChanges, 8 << 20, Duration.ofMillis(20)),
        Duration.ZERO);
  }

  @Override
  public Store open(TestClock clock) {
    try {
      return EtcdStore.open(config());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean durable() {
    return true;
  }
}
