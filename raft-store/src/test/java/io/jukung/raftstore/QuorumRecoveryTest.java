package io.jukung.raftstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.Txn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store of one member out of what a killed one left. */
@Timeout(120)
class QuorumRecoveryTest {
  @TempDir Path directory;

  @Test
  void allThatTheLogHoldsIsThere() throws IOException {
    Path left = directory.resolve("left");
    List<KeyValue> written;
    long revision;
    long cluster;
    try (RaftStore store = RaftStore.open(RaftStoreConfig.of(directory.resolve("data")))) {
      for (int i = 0; i < 300; i++) {
        var _ = store.txn(Txn.putIf(Bytes.utf8("/k" + i), 0, Bytes.utf8("v" + i), 0));
      }
      written = store.range(RangeRequest.of(KeyRange.ALL)).items();
      revision = store.revision();
      cluster = store.inspection().clusterId();
      // As kill -9 would leave it: RocksDB has flushed nothing, all is in the log.
      Images.copy(directory.resolve("data"), left);
    }
    Files.writeString(left.resolve("peer.properties"), "name=one of three\n");
    QuorumRecovery.Recovered recovered = QuorumRecovery.recover(left);
    assertThat(left.resolve("peer.properties")).doesNotExist();
    assertThat(recovered.kept().resolve("peer.properties")).exists();
    assertThat(recovered.revision()).isEqualTo(revision);
    assertThat(recovered.entries()).isGreaterThanOrEqualTo(300);
    assertThat(recovered.kept()).isDirectory();
    for (int starts = 0; starts < 2; starts++) {
      try (RaftStore store = RaftStore.open(RaftStoreConfig.of(left))) {
        assertThat(store.range(RangeRequest.of(KeyRange.ALL)).items())
            .startsWith(written.toArray(KeyValue[]::new));
        assertThat(store.inspection().clusterId()).isNotEqualTo(cluster);
        assertThat(store.inspection().check().problems()).isEmpty();
        var _ = store.txn(Txn.putIf(Bytes.utf8("/z" + starts), 0, Bytes.utf8("1"), 0));
        assertThat(store.revision()).isEqualTo(revision + starts + 1);
      }
    }
  }

  @Test
  void aStoreInUseIsLeftAlone() throws IOException {
    Path data = directory.resolve("data");
    try (RaftStore store = RaftStore.open(RaftStoreConfig.of(data))) {
      assertThatThrownBy(() -> QuorumRecovery.recover(data))
          .isInstanceOf(StoreOpenException.class)
          .hasMessageContaining("is in use by process");
      var _ = store.txn(Txn.putIf(Bytes.utf8("/a"), 0, Bytes.utf8("1"), 0));
    }
  }

  @Test
  void aFolderWithoutAStoreIsLeftAlone() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertThatThrownBy(() -> QuorumRecovery.recover(empty))
        .isInstanceOf(IOException.class)
        .hasMessage(empty + " holds no store");
    assertThat(empty).isEmptyDirectory();
  }
}
