package io.jukung.raftstore;

import java.util.Map;
import java.util.Set;

/**
 * A comparison of the members' states at one entry of the log.
 *
 * @param index the entry's index in the log
 * @param revision the newest revision there
 * @param hash of this member's state
 * @param equal the members that hold the same
 * @param different the hashes of members that hold something else: at least one of them, or this
 *     one, is damaged
 */
public record ReplicaCheck(
    long index, long revision, String hash, Set<String> equal, Map<String, String> different) {
  /** Copies. */
  public ReplicaCheck {
    equal = Set.copyOf(equal);
    different = Map.copyOf(different);
  }
}
