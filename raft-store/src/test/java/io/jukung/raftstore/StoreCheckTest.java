package io.jukung.raftstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.raftstore.StateDb.Family;
import io.jukung.storage.Bytes;
import io.jukung.storage.Operation;
import io.jukung.storage.Txn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/** What the check of a store finds, and that it finds nothing in a sound one. */
@Timeout(120)
class StoreCheckTest {
  @TempDir Path directory;
  private StoreCheck.Report sound;

  @BeforeEach
  void write() {
    try (RaftStore store = RaftStore.open(RaftStoreConfig.of(directory))) {
      long lease = store.grantLease(3600);
      for (int i = 0; i < 500; i++) {
        Operation put =
            new Operation.Put(
                Bytes.utf8("/k" + i % 100), Bytes.utf8("value " + i), i % 3 == 0 ? lease : 0);
        var _ = store.txn(new Txn(List.of(), List.of(put), List.of()));
      }
      sound = store.inspection().check();
    }
  }

  @Test
  void aSoundStoreHasNoProblem() {
    assertThat(sound.problems()).isEmpty();
    assertThat(sound.keys()).isEqualTo(100);
    assertThat(sound.changes()).isEqualTo(500);
    assertThat(sound.leases()).isEqualTo(1);
    assertThat(check().hash()).isEqualTo(sound.hash());
  }

  @Test
  void lostHistoryIsFound() {
    remove(Family.HISTORY, 250);
    assertThat(check().problems()).singleElement().asString().startsWith("history: ");
  }

  @Test
  void aLostKeyIsFoundAndChangesTheHash() {
    remove(Family.CURRENT, 50);
    assertThat(check().problems()).singleElement().asString().startsWith("history: ");
    assertThat(check().hash()).isNotEqualTo(sound.hash());
  }

  @Test
  void aLostLeaseIsFound() {
    remove(Family.LEASES, Integer.MAX_VALUE);
    assertThat(check().problems()).isNotEmpty();
  }

  @Test
  void aChangedBlockIsFound() throws IOException {
    Path file = largest(directory.resolve("state"));
    byte[] bytes = Files.readAllBytes(file);
    bytes[100] ^= 0x10;
    Files.write(file, bytes);
    assertThat(check().problems()).isNotEmpty().first().asString().startsWith("RocksDB: ");
  }

  private StoreCheck.Report check() {
    try (StateDb db = db()) {
      return StoreCheck.run(db);
    }
  }

  private StateDb db() {
    return StateDb.open(directory.resolve("state"), 8 << 20);
  }

  private static Path largest(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".sst"))
          .max(java.util.Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  /** Takes one record away behind the store's back. */
  private void remove(Family family, int nth) {
    try (StateDb db = db();
        WriteBatch batch = new WriteBatch();
        RocksIterator records = db.iterator(family)) {
      records.seekToFirst();
      byte[] doomed = records.key();
      for (int i = 0; i < nth && records.isValid(); i++, records.next()) {
        doomed = records.key();
      }
      db.delete(batch, family, doomed);
      db.write(batch);
      db.flush(true);
    }
  }
}
