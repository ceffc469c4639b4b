package io.jukung.cli;

import io.jukung.cli.store.Marks;
import io.jukung.cli.store.Offline;
import io.jukung.raftstore.Peering;
import io.jukung.raftstore.RaftStore;
import io.jukung.raftstore.RaftStoreConfig;
import io.jukung.raftstore.StoreOpenException;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.encryption.EncryptedStore;
import io.jukung.registry.encryption.EncryptedValues;
import io.jukung.registry.encryption.EncryptionAtRest;
import io.jukung.registry.envelope.StorageMediaType;
import io.jukung.registry.envelope.TranscodedStore;
import io.jukung.storage.Bytes;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.etcd.EtcdStore;
import io.jukung.storage.etcd.EtcdStoreConfig;
import io.jukung.storage.etcd.PrefixedStore;
import java.io.IOException;
import java.util.Optional;

/** Opens the store the command line asks for. */
public final class Stores {
  /** What all keys begin with in the registry. */
  public static final String PREFIX = "/registry/";

  private Stores() {}

  /**
   * The store, open.
   *
   * @param peering how the embedded store meets other members, if there are any
   * @throws StartFailure when it can't be opened
   */
  static Store open(Settings settings, Optional<Peering> peering) {
    return settings.etcd().isPresent() ? etcd(settings.etcd().get()) : embedded(settings, peering);
  }

  /** The store as the registry reads it. */
  static Store readable(
      Settings settings, Store store, Catalog catalog, Optional<EncryptionAtRest> encryption) {
    return settings.etcd().isPresent()
        ? inEtcd(store, settings.etcdPrefix(), settings.storageMediaType(), catalog, encryption)
        : encryption
            .map(keys -> (Store) new EncryptedStore(store, values(keys, catalog, PREFIX)))
            .orElse(store);
  }

  /**
   * An etcd's objects as the registry reads them: what is encrypted decrypted, and what
   * kube-apiserver wrote in the registry's form.
   */
  public static Store inEtcd(
      Store store,
      String prefix,
      StorageMediaType written,
      Catalog catalog,
      Optional<EncryptionAtRest> encryption) {
    Store plain =
        encryption
            .map(keys -> (Store) new EncryptedStore(store, values(keys, catalog, prefix)))
            .orElse(store);
    Store placed =
        prefix.equals(PREFIX)
            ? plain
            : new PrefixedStore(plain, Bytes.utf8(PREFIX), Bytes.utf8(prefix));
    return new TranscodedStore(placed, catalog, written);
  }

  /** How objects whose keys begin so are encrypted. */
  public static EncryptedValues values(EncryptionAtRest keys, Catalog catalog, String prefix) {
    return new EncryptedValues(keys, catalog, prefix);
  }

  private static Store etcd(EtcdStoreConfig config) {
    try {
      Store store = EtcdStore.open(config);
      Marks.requireNone(store);
      return store;
    } catch (IOException | StoreException e) {
      throw new StartFailure(ExitCode.ETCD_UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  private static Store embedded(Settings settings, Optional<Peering> peering) {
    try {
      RaftStoreConfig alone = RaftStoreConfig.of(settings.dataDir());
      return RaftStore.open(peering.map(alone::with).orElse(alone));
    } catch (StoreOpenException e) {
      throw Offline.failure(e);
    }
  }
}
