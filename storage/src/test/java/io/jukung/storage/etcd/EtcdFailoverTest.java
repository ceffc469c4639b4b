package io.jukung.storage.etcd;

import static io.jukung.storage.StoreFixture.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.Operation;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.WatchRecorder;
import io.jukung.storage.WatchRequest;
import io.jukung.storage.watch.WatchHubConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Members that die, freeze or are not there. */
@Timeout(120)
class EtcdFailoverTest {
  @TempDir Path directory;

  @Test
  void aDeadMemberCostsNoWriteAndNoEvent() throws IOException {
    List<EtcdProcess> members = EtcdProcess.cluster(binary(), directory, 3, "http");
    List<URI> endpoints = members.stream().map(EtcdProcess::endpoint).toList();
    try (Store store = EtcdStore.open(config(endpoints, Duration.ofSeconds(20)));
        WatchRecorder watch = watch(store)) {
      int written = 0;
      for (EtcdProcess member : members.subList(0, 2)) {
        for (int i = 0; i < 20; i++) {
          put(store, "/k" + written, "v");
          written++;
        }
        member.kill();
        for (int i = 0; i < 20; i++) {
          surely(store, "/k" + written);
          written++;
        }
        member.restart();
      }
      assertThat(store.count(KeyRange.prefix(b("/k")), 0)).isEqualTo(written);
      assertThat(watch.awaitEvents(written)).hasSizeGreaterThanOrEqualTo(written);
    } finally {
      members.forEach(EtcdProcess::close);
    }
  }

  @Test
  void aWriteWithoutAnAnswerIsUncertainAndAReadUnavailable() throws IOException {
    EtcdProcess etcd = EtcdProcess.start(binary(), directory);
    try (Store store = EtcdStore.open(config(List.of(etcd.endpoint()), Duration.ofSeconds(2)))) {
      put(store, "/a", "1");
      etcd.freeze();
      assertThatThrownBy(() -> put(store, "/a", "2")).isInstanceOf(StoreException.Uncertain.class);
      assertThatThrownBy(() -> store.get(b("/a"))).isInstanceOf(StoreException.Unavailable.class);
      assertThatThrownBy(store::readBarrier).isInstanceOf(StoreException.Unavailable.class);
      etcd.thaw();
      put(store, "/b", "1");
      assertThat(store.get(b("/b"))).isPresent();
    } finally {
      etcd.close();
    }
  }

  @Test
  void aWriteNobodyCanHaveSeenIsUnavailable() throws IOException {
    EtcdProcess etcd = EtcdProcess.start(binary(), directory);
    try (Store store = EtcdStore.open(config(List.of(etcd.endpoint()), Duration.ofSeconds(2)))) {
      put(store, "/a", "1");
      etcd.kill();
      assertThatThrownBy(() -> surely(store, "/a")).isInstanceOf(StoreException.Unavailable.class);
    } finally {
      etcd.close();
    }
  }

  @Test
  void aWriteWaitsForARestart() throws Exception {
    EtcdProcess etcd = EtcdProcess.start(binary(), directory);
    try (Store store = EtcdStore.open(config(List.of(etcd.endpoint()), Duration.ofSeconds(30)));
        WatchRecorder watch = watch(store)) {
      put(store, "/a", "1");
      etcd.kill();
      CompletableFuture<Void> write = CompletableFuture.runAsync(() -> surely(store, "/b"));
      etcd.restart();
      write.get(60, TimeUnit.SECONDS);
      assertThat(watch.awaitEvents(2)).startsWith("2 /a=1").last().asString().endsWith("/b=v");
    } finally {
      etcd.close();
    }
  }

  @Test
  void nobodyThereIsToldWhenOpening() {
    URI nobody = URI.create("http://127.0.0.1:" + EtcdProcess.freePorts(1).getFirst());
    assertThatThrownBy(() -> EtcdStore.open(config(List.of(nobody), Duration.ofMillis(300))))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("127.0.0.1");
  }

  @Test
  void storesOnOneEtcdCompactTogether() throws IOException {
    EtcdProcess etcd = EtcdProcess.start(binary(), directory);
    EtcdStoreConfig config =
        new EtcdStoreConfig(
            List.of(etcd.endpoint()),
            EtcdTls.NONE,
            Optional.empty(),
            Duration.ofSeconds(20),
            WatchHubConfig.DEFAULT,
            Duration.ofMillis(200));
    try (Store one = EtcdStore.open(config);
        Store two = EtcdStore.open(config);
        WatchRecorder watch = watch(one)) {
      put(one, "/a", "1");
      put(two, "/a", "2");
      // The rounds' own key is written once a round, whoever does it.
      assertThat(watch.awaitEvents(8).stream().filter(event -> event.contains("compact_rev_key")))
          .hasSizeGreaterThan(4);
      assertThat(Math.max(one.compactedRevision(), two.compactedRevision())).isGreaterThan(3);
    } finally {
      etcd.close();
    }
  }

  private static Path binary() {
    return EtcdBinary.all().getLast();
  }

  private static EtcdStoreConfig config(List<URI> endpoints, Duration timeout) {
    return new EtcdStoreConfig(
        endpoints, EtcdTls.NONE, Optional.empty(), timeout, WatchHubConfig.DEFAULT, Duration.ZERO);
  }

  private static WatchRecorder watch(Store store) {
    return WatchRecorder.start(store, new WatchRequest(KeyRange.ALL, 2, false));
  }

  private static void put(Store store, String key, String value) {
    Operation put = new Operation.Put(b(key), b(value));
    assertThat(store.txn(new Txn(List.of(), List.of(put), List.of())).succeeded()).isTrue();
  }

  /** Writes until the outcome is known, as a caller does who looks first. */
  private static void surely(Store store, String key) {
    Bytes name = b(key);
    while (true) {
      try {
        var _ = store.txn(Txn.putIf(name, 0, b("v"), 0));
        if (store.get(name).isPresent()) {
          return;
        }
      } catch (StoreException.Uncertain e) {
        assertThat(e).hasMessageContaining("write sent");
      }
    }
  }
}
