package io.jukung.storage;

import java.util.Optional;

/**
 * A store of ordered byte keys with one global revision, in etcd's terms.
 *
 * <p>Every committed transaction that writes takes the next revision. Reads see the newest state
 * applied in this process; after {@link #readBarrier} they see at least every write acknowledged
 * anywhere before that call. Old revisions stay readable until {@link #compact}.
 *
 * <p>All methods may be called from any thread, block until done, and throw {@link StoreException};
 * a call after {@link #close} throws {@link StoreException.Unavailable}. Byte strings handed in and
 * out are immutable and may be kept. Behaviour follows etcd's v3 API
 * (https://etcd.io/docs/v3.5/learning/api/).
 */
public interface Store extends AutoCloseable {
  /** The most operations in one side of a transaction, and the most compares. */
  int MAX_TXN_OPERATIONS = 4096;

  /** The longest life of a lease. */
  long MAX_LEASE_SECONDS = 9_000_000_000L;

  /** The most bytes of keys and values in one transaction: 8 MiB. */
  int MAX_TXN_BYTES = 8 << 20;

  /** The newest revision applied here; 1 in a new store. Never blocks. */
  long revision();

  /** The revision compacted at; 0 when never. Reads at it and later succeed. Never blocks. */
  long compactedRevision();

  /**
   * Waits until this process has applied every write that was acknowledged before the call,
   * confirmed by a quorum.
   *
   * @return a revision, at least that of each such write, that {@link #revision} has reached
   */
  long readBarrier();

  /** The key-value under {@code key} at the newest revision applied here. */
  Optional<KeyValue> get(Bytes key);

  /**
   * Whether the value under {@code key} is kept in another form than a put would write now, such as
   * under an old key of encryption: a put of the same value is worth while then. A store that knows
   * one form only says no.
   */
  default boolean stale(Bytes key) {
    return false;
  }

  /**
   * Reads a range.
   *
   * @throws StoreException.Compacted when the revision asked for is older than {@link
   *     #compactedRevision}
   * @throws StoreException.FutureRevision when it is newer than {@link #revision}
   */
  RangeResult range(RangeRequest request);

  /**
   * How many keys {@code range} holds at {@code revision} (0: newest). Fails as {@link #range}
   * does.
   */
  long count(KeyRange range, long revision);

  /**
   * Commits a transaction. When this returns, it is durable on a quorum and applied here.
   *
   * @throws StoreException.TooLarge when over a limit
   * @throws StoreException.Invalid when it breaks a rule of {@link Txn}
   * @throws StoreException.LeaseNotFound when a put names an unknown lease; nothing is written
   * @throws StoreException.Uncertain when the outcome is unknown
   */
  TxnResult txn(Txn txn);

  /**
   * Starts a watch; returns once it is registered. A start revision older than {@link
   * #compactedRevision} is told through {@link WatchListener#onEnd}; one in the future waits for
   * it. The listener may be called before this returns.
   */
  Watch watch(WatchRequest request, WatchListener listener);

  /**
   * Gives up the history before {@code revision}; the state at it and the changes from it on stay
   * readable. Returns when committed; space is given back in the background.
   *
   * @throws StoreException.Compacted when it is not newer than {@link #compactedRevision}
   * @throws StoreException.FutureRevision when it is newer than {@link #revision}
   */
  void compact(long revision);

  /**
   * Grants a lease that ends {@code ttlSeconds} after the last {@link #keepAlive}; its keys are
   * then deleted in one revision, each watch being told. It ends within a second or two after its
   * time, never before.
   *
   * @param ttlSeconds 1 to {@link #MAX_LEASE_SECONDS}
   * @throws StoreException.Invalid when {@code ttlSeconds} is outside of that
   * @return the lease's id, above 0
   */
  long grantLease(long ttlSeconds);

  /**
   * Starts the lease's time anew.
   *
   * @throws StoreException.LeaseNotFound when there is no such lease (any more)
   */
  void keepAlive(long lease);

  /**
   * Ends a lease now and deletes its keys, in one revision (none when it has no keys).
   *
   * @throws StoreException.LeaseNotFound when there is no such lease (any more)
   */
  void revokeLease(long lease);

  /** Ends watches, finishes what was acknowledged and releases files and threads. Idempotent. */
  @Override
  void close();
}
