package io.jukung.raftstore.etcdapi;

import static io.jukung.storage.StoreFixture.b;
import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.raftstore.RaftStore;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.Store;
import io.jukung.storage.TestClock;
import io.jukung.storage.Txn;
import io.jukung.storage.WatchRecorder;
import io.jukung.storage.WatchRequest;
import io.jukung.storage.etcd.EtcdBinary;
import io.jukung.storage.etcd.EtcdLab;
import io.jukung.storage.etcd.EtcdProcess;
import io.jukung.storage.etcd.EtcdTls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The way back: what etcdctl saves from this API, a real etcd serves. */
@Timeout(120)
class EtcdSnapshotTest {
  private static final int KEYS = 700;

  @TempDir Path directory;

  private RaftStore store;
  private EtcdApi api;

  static Stream<Arguments> releases() {
    List<String> tools = Etcdctl.all();
    List<Path> servers = EtcdBinary.all();
    return Stream.iterate(0, i -> i < servers.size(), i -> i + 1)
        .map(i -> Arguments.of(tools.get(Math.min(i, tools.size() - 1)), servers.get(i)));
  }

  @BeforeEach
  void serve() throws Exception {
    store = RaftStore.open(EtcdApiStoreTest.config(directory, new TestClock()));
    api = EtcdApi.start(store, new EtcdApiConfig("127.0.0.1", 0, Optional.empty()));
  }

  @AfterEach
  void stop() {
    api.close();
    store.close();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void anEtcdHoldsTheSameAtEveryRevision(String tool, Path server) {
    long lease = store.grantLease(3600);
    Random random = new Random(11);
    change(random, lease, 900);
    long compacted = store.revision();
    store.compact(compacted);
    change(random, lease, 300);
    put("/large", Bytes.wrap(new byte[3 << 20]), 0);
    List<KeyValue> deleted = delete(new KeyRange(b("/k1"), b("/k2")));
    assertThat(deleted).isNotEmpty();

    EtcdProcess etcd = restored(tool, server);
    try (Store copy =
            new EtcdLab(List.of(etcd.endpoint()), EtcdTls.NONE, 64).open(new TestClock());
        WatchRecorder there = watch(copy, compacted + 1);
        WatchRecorder here = watch(store, compacted + 1)) {
      assertThat(copy.revision()).isEqualTo(store.revision());
      assertThat(copy.compactedRevision()).isEqualTo(compacted);
      for (long revision = compacted; revision <= store.revision(); revision += 7) {
        RangeRequest all = new RangeRequest(KeyRange.ALL, revision, 0, false);
        assertThat(copy.range(all)).as("revision %d", revision).isEqualTo(store.range(all));
      }
      assertThat(copy.range(RangeRequest.of(KeyRange.ALL)))
          .isEqualTo(store.range(RangeRequest.of(KeyRange.ALL)));
      assertThat(there.awaitEvents(200).subList(0, 200))
          .isEqualTo(here.awaitEvents(200).subList(0, 200));

      // It lives on: versions count on, the lease takes its keys along, compaction works.
      assertThat(copy.txn(put("/k0", "new", 0))).isEqualTo(store.txn(put("/k0", "new", 0)));
      copy.revokeLease(lease);
      store.revokeLease(lease);
      assertThat(copy.range(RangeRequest.of(KeyRange.ALL)))
          .isEqualTo(store.range(RangeRequest.of(KeyRange.ALL)));
      copy.compact(copy.revision());
      assertThat(copy.count(KeyRange.ALL, 0)).isEqualTo(store.count(KeyRange.ALL, 0));
    } finally {
      etcd.close();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void anEmptyStoreIsAnEmptyEtcd(String tool, Path server) {
    EtcdProcess etcd = restored(tool, server);
    try (Store copy =
        new EtcdLab(List.of(etcd.endpoint()), EtcdTls.NONE, 64).open(new TestClock())) {
      assertThat(copy.revision()).isEqualTo(1);
      assertThat(copy.count(KeyRange.ALL, 0)).isZero();
      assertThat(copy.txn(put("/a", "1", 0)).revision()).isEqualTo(2);
    } finally {
      etcd.close();
    }
  }

  private EtcdProcess restored(String tool, Path server) {
    Path file = directory.resolve("saved");
    assertThat(Etcdctl.of(tool, api.url(), EtcdTls.NONE).run("snapshot", "save", file.toString()))
        .contains("Snapshot saved");
    Etcdctl offline = Etcdctl.offline(tool);
    assertThat(offline.run("snapshot", "status", file.toString(), "-w", "json"))
        .contains("\"totalKey\":");
    assertThat(
            offline.run(
                "snapshot",
                "restore",
                file.toString(),
                "--data-dir=" + directory.resolve("m0"),
                "--name=m0",
                "--initial-cluster=m0=http://127.0.0.1:1",
                "--initial-advertise-peer-urls=http://127.0.0.1:1"))
        .doesNotContain("Error:");
    return EtcdProcess.start(server, directory);
  }

  private void change(Random random, long lease, int times) {
    for (int i = 0; i < times; i++) {
      String key = "/k" + random.nextInt(KEYS);
      if (random.nextInt(5) == 0) {
        var _ = delete(KeyRange.single(b(key)));
      } else {
        put(key, Bytes.wrap(new byte[random.nextInt(900)]), random.nextInt(4) == 0 ? lease : 0);
      }
    }
    List<Operation> many = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      many.add(new Operation.Put(b("/many" + i), b("v" + i), 0));
    }
    var _ = store.txn(new Txn(List.of(), many, List.of()));
  }

  private void put(String key, Bytes value, long lease) {
    var _ =
        store.txn(new Txn(List.of(), List.of(new Operation.Put(b(key), value, lease)), List.of()));
  }

  private static Txn put(String key, String value, long lease) {
    return new Txn(List.of(), List.of(new Operation.Put(b(key), b(value), lease)), List.of());
  }

  private List<KeyValue> delete(KeyRange range) {
    return store
        .txn(new Txn(List.of(), List.of(new Operation.Delete(range)), List.of()))
        .results()
        .getFirst();
  }

  private static WatchRecorder watch(Store store, long from) {
    return WatchRecorder.start(store, new WatchRequest(KeyRange.ALL, from, true));
  }
}
