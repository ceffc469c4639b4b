package io.jukung.raftstore;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where Ratis keeps the log of a group in a member's folder. */
final class RaftFolder {
  private RaftFolder() {}

  /** The folder of the log's files. */
  static Path log(Path raft, Identity identity) {
    return raft.resolve(identity.cluster().toString()).resolve("current");
  }

  /** Whether there is a log of the group that a folder's member belongs to. */
  static boolean formatted(DataFolder folder) {
    return formatted(folder.raft(), folder.identity());
  }

  /** The same for a member that is about to belong to a group. */
  static boolean formatted(Path raft, Identity identity) {
    return Files.exists(log(raft, identity).resolve("raft-meta"));
  }
}
