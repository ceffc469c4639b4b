package io.jukung.cli;

import io.jukung.cli.store.Marks;
import io.jukung.cli.store.Offline;
import io.jukung.raftstore.RaftStore;
import io.jukung.raftstore.RaftStoreConfig;
import io.jukung.raftstore.StoreOpenException;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.envelope.TranscodedStore;
import io.jukung.storage.Bytes;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.etcd.EtcdStore;
import io.jukung.storage.etcd.EtcdStoreConfig;
import io.jukung.storage.etcd.PrefixedStore;
import java.io.IOException;

/** Opens the store the command line asks for. */
public final class Stores {
  /** What all keys begin with in the registry. */
  public static final String PREFIX = "/registry/";

  private Stores() {}

  /**
   * The store, open.
   *
   * @throws StartFailure when it can't be opened
   */
  static Store open(Settings settings) {
    return settings.etcd().isPresent()
        ? etcd(settings.etcd().get(), settings.etcdPrefix())
        : embedded(settings);
  }

  /** The store as the registry reads it: what kube-apiserver wrote into an etcd, too. */
  static Store readable(Settings settings, Store store, Catalog catalog) {
    return settings.etcd().isPresent()
        ? new TranscodedStore(store, catalog, settings.storageMediaType())
        : store;
  }

  private static Store etcd(EtcdStoreConfig config, String prefix) {
    try {
      Store store = EtcdStore.open(config);
      Marks.requireNone(store);
      return prefixed(store, prefix);
    } catch (IOException | StoreException e) {
      throw new StartFailure(ExitCode.ETCD_UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  /** A store whose keys begin otherwise than the registry's, as the registry sees it. */
  public static Store prefixed(Store store, String prefix) {
    return prefix.equals(PREFIX)
        ? store
        : new PrefixedStore(store, Bytes.utf8(PREFIX), Bytes.utf8(prefix));
  }

  private static Store embedded(Settings settings) {
    try {
      return RaftStore.open(RaftStoreConfig.of(settings.dataDir()));
    } catch (StoreOpenException e) {
      throw Offline.failure(e);
    }
  }
}
