package io.jukung.raftstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.Store;
import io.jukung.storage.StoreContract;
import io.jukung.storage.StoreLab;
import io.jukung.storage.TestClock;
import io.jukung.storage.watch.WatchHubConfig;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The contract on a follower of a group of three. */
class ClusterStoreTest extends StoreContract {
  @Override
  protected StoreLab newLab(Path directory) {
    return lab(directory, WatchHubConfig.DEFAULT.ringChanges());
  }

  static StoreLab lab(Path directory, int ringChanges) {
    return new StoreLab() {
      private @Nullable Cluster cluster;

      @Override
      public Store open(TestClock clock) {
        Cluster opened = Objects.requireNonNullElseGet(cluster, () -> group(clock));
        cluster = opened;
        opened.openAll();
        return followerOf(opened);
      }

      private Cluster group(TestClock clock) {
        return new Cluster(directory, clock, 3, ringChanges, Duration.ofSeconds(60));
      }

      @Override
      public boolean durable() {
        return true;
      }
    };
  }

  /** The follower's store; closing it closes all. */
  private static Store followerOf(Cluster cluster) {
    RaftStore follower = cluster.member(cluster.follower());
    assertThat(follower.awaitReady(Duration.ofSeconds(60))).isTrue();
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                cluster.close();
                return null;
              }
              try {
                return method.invoke(follower, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
