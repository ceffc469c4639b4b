package io.jukung.raftstore;

import io.jukung.raftstore.ratis.ClientConnections;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.Txn;
import io.jukung.storage.TxnResult;
import java.util.List;

/**
 * What etcd's API asks of an embedded store that a {@link Store} does not have. Safe for use by any
 * number of threads; methods that write wait and fail as the store's own do.
 */
public final class StoreExtras {
  private final RaftStore store;
  private final DataFolder folder;
  private final StoreUpkeep upkeep;

  StoreExtras(RaftStore store, DataFolder folder, StoreUpkeep upkeep) {
    this.store = store;
    this.folder = folder;
    this.upkeep = upkeep;
  }

  /**
   * Commits a transaction as {@link Store#txn} does, if some ranges have not changed either.
   *
   * @param still ranges that count as compares; each is read when the transaction is decided, so
   *     they should be short
   */
  public TxnResult txn(Txn txn, List<Unchanged> still) {
    store.checkTxn(txn);
    return RaftStore.result(store.write(new Command.Txn(txn, still)));
  }

  /**
   * Grants a lease as {@link Store#grantLease} does.
   *
   * @param lease the id it is to have, above 0; 0 lets the store choose
   * @throws StoreException.Invalid when there is such a lease, too
   */
  public long grantLease(long ttlSeconds, long lease) {
    if (ttlSeconds < 1 || ttlSeconds > Store.MAX_LEASE_SECONDS) {
      throw new StoreException.Invalid(
          "lease needs 1 to " + Store.MAX_LEASE_SECONDS + " seconds, got " + ttlSeconds);
    }
    if (lease < 0) {
      throw new StoreException.Invalid("lease ids are above 0, got " + lease);
    }
    return store.write(new Command.Grant(ttlSeconds, lease)).id();
  }

  /** The term of the newest entry applied here. */
  public long term() {
    return store.replica().state().term();
  }

  /** The newest term this member knows of. */
  public long newestTerm() {
    return store.leadership().term();
  }

  /** Whether puts are refused as the disk is nearly full. */
  public boolean diskLow() {
    return upkeep.diskLow();
  }

  /** Where connections of clients are served; the caller's to close. */
  public ClientConnections clients() {
    return store.membership().connections().clients();
  }

  /** Notes where this member serves clients by etcd's API, for the others to ask. */
  public void serves(String url) {
    folder.serves(url);
  }
}
