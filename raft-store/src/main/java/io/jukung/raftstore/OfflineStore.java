package io.jukung.raftstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * The store of a folder that no server runs, for looking at. It is as RocksDB last wrote it: what
 * stands in the log alone is applied by the next start. Used by one thread.
 */
public final class OfflineStore implements AutoCloseable {
  private static final long MEMORY_BYTES = 32 << 20;

  private final DataFolder folder;
  private final Gate gate;

  private OfflineStore(DataFolder folder, StateDb db) {
    this.folder = folder;
    this.gate = new Gate(db);
  }

  /**
   * Opens the store in a folder.
   *
   * @throws StoreOpenException when there is none, a process has it, or RocksDB can't read it
   */
  public static OfflineStore open(Path dataDir) {
    if (!Files.exists(dataDir.resolve("version"))) {
      throw new StoreOpenException(dataDir + " holds no store");
    }
    DataFolder folder = DataFolder.open(dataDir);
    boolean opened = false;
    try {
      OfflineStore store = new OfflineStore(folder, StateDb.open(folder.state(), MEMORY_BYTES));
      opened = true;
      return store;
    } finally {
      if (!opened) {
        folder.close();
      }
    }
  }

  /** How the state is. */
  public StoreInspection inspection() {
    return new StoreInspection(gate, InstantSource.system(), folder);
  }

  /** What is wrong with the log beyond a torn last write; nothing is changed. */
  public List<String> logProblems() {
    return LogCheck.damages(RaftFolder.log(folder.raft(), folder.identity()));
  }

  /**
   * Closes the folder for good, since its store is somewhere else now.
   *
   * @param where what a start is told; one line
   */
  public void markMoved(String where) throws IOException {
    folder.markMoved(where);
  }

  @Override
  public void close() {
    gate.close().close();
    folder.close();
  }
}
