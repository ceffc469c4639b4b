package io.jukung.raftstore;

/** RocksDB failed where it must not: the disk is full or broken, or data is damaged. */
final class StateDbException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StateDbException(String action, Exception cause) {
    super("state database failed to " + action + ": " + cause.getMessage(), cause);
  }
}
