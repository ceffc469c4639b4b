package io.jukung.raftstore;

/** One write as it travels in a log entry. All of them are decided when they are applied. */
sealed interface Command {
  /** A transaction. */
  record Txn(io.jukung.storage.Txn txn) implements Command {}

  /** Gives up history before a revision. */
  record Compact(long revision) implements Command {}

  /** Grants a lease. */
  record Grant(long ttlSeconds) implements Command {}

  /** Starts a lease's time anew. */
  record KeepAlive(long lease) implements Command {}

  /** Ends a lease. */
  record Revoke(long lease) implements Command {}

  /** Ends leases whose time is over at the entry's time, at most {@code limit} of them. */
  record Expire(int limit) implements Command {}

  /** Changes nothing: that it was applied says that all before it was. */
  record Barrier() implements Command {}

  /** The bytes this counts for in batches and queues. */
  default long bytes() {
    return switch (this) {
      case Txn txn ->
          txn.txn().bytes()
              + 16L * (txn.txn().compares().size() + txn.txn().success().size())
              + 16L * txn.txn().failure().size()
              + 16;
      case Compact c -> 16;
      case Grant g -> 16;
      case KeepAlive k -> 16;
      case Revoke r -> 16;
      case Expire e -> 16;
      case Barrier b -> 16;
    };
  }
}
