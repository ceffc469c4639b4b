package io.jukung.raftstore;

import io.jukung.storage.Operation;
import java.util.List;

/** One write as it travels in a log entry. All of them are decided when they are applied. */
sealed interface Command {
  /**
   * A transaction.
   *
   * @param still ranges that must not have changed for its compares to hold
   */
  record Txn(io.jukung.storage.Txn txn, List<Unchanged> still) implements Command {
    /** Copies the list. */
    public Txn {
      still = List.copyOf(still);
    }

    /** One that asks for single keys only. */
    public Txn(io.jukung.storage.Txn txn) {
      this(txn, List.of());
    }
  }

  /** Gives up history before a revision. */
  record Compact(long revision) implements Command {}

  /**
   * Grants a lease.
   *
   * @param lease its id; 0 lets the store choose
   */
  record Grant(long ttlSeconds, long lease) implements Command {
    /** With an id of the store's choice. */
    public Grant(long ttlSeconds) {
      this(ttlSeconds, 0);
    }
  }

  /** Starts a lease's time anew. */
  record KeepAlive(long lease) implements Command {}

  /** Ends a lease. */
  record Revoke(long lease) implements Command {}

  /** Ends leases whose time is over at the entry's time, at most {@code limit} of them. */
  record Expire(int limit) implements Command {}

  /** Changes nothing: that it was applied says that all before it was. */
  record Barrier() implements Command {}

  /** Whether applying this takes about as long as reading its keys. */
  default boolean quick() {
    return switch (this) {
      case Txn txn ->
          txn.still().isEmpty()
              && txn.txn().success().stream().noneMatch(Operation.Delete.class::isInstance)
              && txn.txn().failure().stream().noneMatch(Operation.Delete.class::isInstance);
      case KeepAlive k -> true;
      case Barrier b -> true;
      case Compact c -> false;
      case Grant g -> false;
      case Revoke r -> false;
      case Expire e -> false;
    };
  }

  /** The bytes this counts for in batches and queues. */
  default long bytes() {
    return switch (this) {
      case Txn txn ->
          txn.txn().bytes()
              + 16L * (txn.txn().compares().size() + txn.txn().success().size())
              + 16L * txn.txn().failure().size()
              + (txn.still().isEmpty() ? 0 : txn.still().stream().mapToLong(Unchanged::bytes).sum())
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
