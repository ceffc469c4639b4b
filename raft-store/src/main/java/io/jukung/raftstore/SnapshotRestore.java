package io.jukung.raftstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a new store of one member out of a snapshot. It is another store than the one the snapshot
 * was taken of: members of the old one can't join it, nor talk to it.
 */
public final class SnapshotRestore {
  /** How far revisions jump unless told otherwise; what etcd's documentation advises. */
  public static final long DEFAULT_BUMP = 1_000_000_000;

  private static final long MEMORY_BYTES = 64 << 20;

  private SnapshotRestore() {}

  /**
   * How to restore.
   *
   * @param revision what to restore; 0 for the newest in the snapshot
   * @param bump how far above the snapshot's newest revision the new store goes on, at least 1:
   *     more than the old store can have written since the snapshot
   */
  public record Options(long revision, long bump) {
    /** Checks the numbers. */
    public Options {
      if (revision < 0 || bump < 1) {
        throw new IllegalArgumentException(
            "revision of 0 or more and bump of 1 or more, got " + revision + " and " + bump);
      }
    }
  }

  /**
   * What was restored.
   *
   * @param revision the revision the objects are of
   * @param newRevision what the new store goes on from
   */
  public record Restored(SnapshotManifest snapshot, long revision, long newRevision) {}

  /**
   * Restores into a folder that holds no store yet; made when missing. What fails leaves no store
   * there.
   *
   * @throws IOException when the snapshot is damaged or the folder holds a store
   * @throws io.jukung.storage.StoreException when the revision is not in the snapshot
   */
  public static Restored restore(Path file, Path dataDir, Options options) throws IOException {
    requireNoStore(dataDir);
    Files.createDirectories(
        dataDir,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path fresh = dataDir.resolve("state.restoring");
    DataFolder.delete(fresh);
    Files.createDirectory(fresh);
    try {
      SnapshotManifest snapshot = SnapshotFile.unpack(file, fresh);
      long newRevision = snapshot.revision() + options.bump;
      try (StateDb db = StateDb.open(fresh, MEMORY_BYTES)) {
        RollBack.run(db, options.revision, newRevision);
      }
      Files.move(fresh, dataDir.resolve("state"), StandardCopyOption.ATOMIC_MOVE);
      DataFolder.open(dataDir).close();
      long revision = options.revision == 0 ? snapshot.revision() : options.revision;
      return new Restored(snapshot, revision, newRevision);
    } finally {
      DataFolder.delete(fresh);
    }
  }

  /** Refuses a folder that has any part of a store. */
  static void requireNoStore(Path dataDir) throws IOException {
    List<String> names = new ArrayList<>(List.of("version", "state", "raft"));
    names.addAll(QuorumRecovery.PEERS);
    for (String name : names) {
      if (Files.exists(dataDir.resolve(name))) {
        throw new IOException(dataDir + " holds a store already (" + name + ")");
      }
    }
  }
}
