package io.jukung.raftstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.storage.Bytes;
import io.jukung.storage.Txn;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders that can't be opened, and what stays of them. */
@Timeout(120)
class FolderTest {
  @TempDir Path directory;

  @Test
  void aFolderInUseByThisProcessIsRefused() {
    try (RaftStore store = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreOpenException.class)
          .hasMessage(
              "data folder %s is in use by process %d", data(), ProcessHandle.current().pid());
      store.txn(Txn.putIf(Bytes.utf8("/a"), 0, Bytes.utf8("1"), 0));
    }
    open().close();
  }

  @Test
  void aFolderInUseByAnotherProcessIsRefused() throws IOException {
    Process holder = Children.start(CrashWriter.class, data(), 1);
    try (BufferedReader lines = holder.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("ready");
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreOpenException.class)
          .hasMessage("data folder %s is in use by process %d", data(), holder.pid());
    } finally {
      holder.destroyForcibly();
      holder.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
    open().close();
  }

  @Test
  void aNewerFormatIsRefusedAndLeftAlone() throws IOException {
    open().close();
    Path version = data().resolve("version");
    String written = Files.readString(version);
    String newer = written.replace("format=1", "format=2");
    Files.writeString(version, newer);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("is of format 2, written by a newer release")
        .hasMessageContaining("reads up to format 1");
    assertThat(version).hasContent(newer);
    Files.writeString(version, written);
    open().close();
  }

  @Test
  void aDamagedVersionFileIsRefused() throws IOException {
    open().close();
    for (String damage : new String[] {"", "format=x", "format=1\ncluster=7\nmember=1\n"}) {
      Files.writeString(data().resolve("version"), damage);
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreOpenException.class)
          .hasMessageContaining("is damaged");
    }
  }

  @Test
  void aFullDiskIsRefused() {
    RaftStoreConfig c = CrashWriter.config(data());
    RaftStoreConfig greedy =
        new RaftStoreConfig(
            c.dataDir(),
            c.clock(),
            Duration.ZERO,
            c.leaseCheck(),
            c.writeTimeout(),
            Long.MAX_VALUE,
            c.memoryBytes(),
            c.watches(),
            c.batches(),
            false,
            Optional.empty());
    assertThatThrownBy(() -> RaftStore.open(greedy))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("too little disk space for " + data());
    open().close();
  }

  @Test
  void aPathThatIsAFileIsRefused() throws IOException {
    Files.writeString(data(), "not a folder");
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("can't be made");
  }

  @Test
  void aDamagedStateIsRefused() throws IOException {
    open().close();
    Files.writeString(data().resolve("state").resolve("CURRENT"), "nonsense");
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("can't be opened");
  }

  private Path data() {
    return directory.resolve("data");
  }

  private RaftStore open() {
    return RaftStore.open(CrashWriter.config(data()));
  }
}
