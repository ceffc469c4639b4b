package io.jukung.raftstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.Operation;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots of a running store, and new stores made of them at any retained revision. */
@Timeout(120)
class SnapshotTest {
  private static final SnapshotRestore.Options NEWEST =
      new SnapshotRestore.Options(0, SnapshotRestore.DEFAULT_BUMP);

  @TempDir Path directory;

  /** A store's past by the test's own account: what lived at each revision. */
  private final Map<Long, Map<String, String>> past = new HashMap<>();

  private long bound;
  private long forever;

  @Test
  void everyRetainedRevisionCanBeRestored() throws IOException {
    long oldest;
    try (RaftStore store = RaftStore.open(RaftStoreConfig.of(directory.resolve("old")))) {
      forever = store.grantLease(3600);
      bound = store.grantLease(3600);
      Random random = new Random(7);
      change(store, random, 200);
      oldest = store.revision();
      store.compact(oldest);
      change(store, random, 200);
      var _ = store.inspection().saveSnapshot(snapshot());
      change(store, random, 20);
    }
    SnapshotManifest manifest = SnapshotFile.verify(snapshot());
    assertThat(manifest.oldestRevision()).isEqualTo(oldest);
    assertThat(Files.getPosixFilePermissions(snapshot()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    for (long revision = oldest; revision <= manifest.revision(); revision += 13) {
      Path fresh = directory.resolve("at-" + revision);
      var restored =
          SnapshotRestore.restore(snapshot(), fresh, new SnapshotRestore.Options(revision, 1000));
      assertThat(restored.newRevision()).isEqualTo(manifest.revision() + 1000);
      try (RaftStore store = RaftStore.open(RaftStoreConfig.of(fresh))) {
        assertThat(living(store)).as("revision %d", revision).isEqualTo(past.get(revision));
        assertThat(store.inspection().check().problems()).isEmpty();
        assertThat(put(store, "/new", 0)).isEqualTo(manifest.revision() + 1001);
      }
    }
  }

  @Test
  void whatALeaseEndedSinceStaysAway() throws IOException {
    long before;
    try (RaftStore store = RaftStore.open(RaftStoreConfig.of(directory.resolve("old")))) {
      long ended = store.grantLease(3600);
      forever = store.grantLease(3600);
      put(store, "/gone", ended);
      before = put(store, "/stays", forever);
      store.revokeLease(ended);
      var _ = store.inspection().saveSnapshot(snapshot());
    }
    Path fresh = directory.resolve("new");
    var _ = SnapshotRestore.restore(snapshot(), fresh, new SnapshotRestore.Options(before, 1));
    try (RaftStore store = RaftStore.open(RaftStoreConfig.of(fresh))) {
      assertThat(living(store)).containsOnlyKeys("/stays");
      store.revokeLease(forever);
      assertThat(living(store)).isEmpty();
    }
  }

  @Test
  void theNewStoreTellsOldClientsToListAnew() throws IOException {
    long old;
    try (RaftStore store = RaftStore.open(RaftStoreConfig.of(directory.resolve("old")))) {
      old = put(store, "/a", 0);
      var _ = store.inspection().saveSnapshot(snapshot());
    }
    Path fresh = directory.resolve("new");
    var _ = SnapshotRestore.restore(snapshot(), fresh, NEWEST);
    try (RaftStore store = RaftStore.open(RaftStoreConfig.of(fresh))) {
      assertThat(store.revision()).isEqualTo(old + SnapshotRestore.DEFAULT_BUMP);
      assertThatThrownBy(() -> store.range(new RangeRequest(KeyRange.ALL, old, 0, false)))
          .isInstanceOf(StoreException.Compacted.class);
      assertThat(store.inspection().clusterId())
          .isNotEqualTo(identity(SnapshotFile.verify(snapshot())));
    }
  }

  @Test
  void damageIsRefusedAndLeavesNoStore() throws IOException {
    try (RaftStore store = RaftStore.open(RaftStoreConfig.of(directory.resolve("old")))) {
      put(store, "/a", 0);
      var _ = store.inspection().saveSnapshot(snapshot());
    }
    byte[] whole = Files.readAllBytes(snapshot());
    Path fresh = directory.resolve("new");
    for (int at = 40; at < whole.length; at += whole.length / 9) {
      byte[] changed = whole.clone();
      changed[at] ^= 0x55;
      Path file = Files.write(directory.resolve("changed"), changed);
      assertThatThrownBy(() -> SnapshotRestore.restore(file, fresh, NEWEST))
          .as("byte %d of %d", at, whole.length)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.toString());
      assertThat(fresh).isEmptyDirectory();
    }
  }

  @Test
  void aRevisionThatIsNotThereIsRefused() throws IOException {
    long newest;
    try (RaftStore store = RaftStore.open(RaftStoreConfig.of(directory.resolve("old")))) {
      put(store, "/a", 0);
      put(store, "/a", 0);
      newest = put(store, "/a", 0);
      store.compact(newest);
      var _ = store.inspection().saveSnapshot(snapshot());
    }
    Path fresh = directory.resolve("new");
    assertThatThrownBy(() -> restoreAt(fresh, newest - 1))
        .isInstanceOf(StoreException.Compacted.class);
    assertThatThrownBy(() -> restoreAt(fresh, newest + 1))
        .isInstanceOf(StoreException.FutureRevision.class);
    assertThat(fresh).isEmptyDirectory();
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    Path old = directory.resolve("old");
    try (RaftStore store = RaftStore.open(RaftStoreConfig.of(old))) {
      put(store, "/a", 0);
      var _ = store.inspection().saveSnapshot(snapshot());
      assertThatThrownBy(() -> store.inspection().saveSnapshot(snapshot()))
          .isInstanceOf(IOException.class)
          .hasMessage(snapshot() + " exists already");
    }
    assertThatThrownBy(() -> SnapshotRestore.restore(snapshot(), old, NEWEST))
        .isInstanceOf(IOException.class)
        .hasMessage(old + " holds a store already (version)");
    try (Stream<Path> left = Files.list(old)) {
      assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith("scratch-"));
    }
  }

  private void restoreAt(Path fresh, long revision) throws IOException {
    var _ = SnapshotRestore.restore(snapshot(), fresh, new SnapshotRestore.Options(revision, 1));
  }

  private Path snapshot() {
    return directory.resolve("store.snapshot");
  }

  private static long identity(SnapshotManifest manifest) {
    return StoreInspection.hash(manifest.cluster().toString());
  }

  private void change(RaftStore store, Random random, int count) {
    for (int i = 0; i < count; i++) {
      String key = "/k" + random.nextInt(20);
      if (random.nextInt(4) == 0) {
        var _ =
            store.txn(
                new Txn(
                    List.of(),
                    List.of(new Operation.Delete(KeyRange.single(Bytes.utf8(key)))),
                    List.of()));
      } else {
        put(store, key, List.of(0L, bound, forever).get(random.nextInt(3)));
      }
      past.put(store.revision(), living(store));
    }
  }

  private static long put(RaftStore store, String key, long lease) {
    Bytes value = Bytes.utf8("v" + store.revision());
    return store
        .txn(
            new Txn(
                List.of(), List.of(new Operation.Put(Bytes.utf8(key), value, lease)), List.of()))
        .revision();
  }

  private static Map<String, String> living(RaftStore store) {
    Map<String, String> found = new TreeMap<>();
    for (KeyValue item : store.range(RangeRequest.of(KeyRange.ALL)).items()) {
      found.put(item.key().toString(), item.value() + "@" + item.modRevision());
    }
    return found;
  }
}
