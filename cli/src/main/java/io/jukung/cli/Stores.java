package io.jukung.cli;

import io.jukung.raftstore.RaftStore;
import io.jukung.raftstore.RaftStoreConfig;
import io.jukung.raftstore.StoreOpenException;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.encryption.EncryptedStore;
import io.jukung.registry.encryption.EncryptionAtRest;
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
final class Stores {
  /** What all keys begin with in the registry. */
  private static final String PREFIX = "/registry/";

  private Stores() {}

  /**
   * The store, open.
   *
   * @throws StartFailure when it can't be opened
   */
  static Store open(Settings settings) {
    return settings.etcd().isPresent() ? etcd(settings.etcd().get()) : embedded(settings);
  }

  /**
   * The store as the registry reads it: what is encrypted decrypted, and what kube-apiserver wrote
   * into an etcd in the registry's form.
   */
  static Store readable(
      Settings settings, Store store, Catalog catalog, Optional<EncryptionAtRest> encryption) {
    String prefix = settings.etcd().isPresent() ? settings.etcdPrefix() : PREFIX;
    Store plain =
        encryption.isPresent()
            ? new EncryptedStore(store, encryption.get(), catalog, prefix)
            : store;
    Store placed =
        prefix.equals(PREFIX)
            ? plain
            : new PrefixedStore(plain, Bytes.utf8(PREFIX), Bytes.utf8(prefix));
    return settings.etcd().isPresent()
        ? new TranscodedStore(placed, catalog, settings.storageMediaType())
        : placed;
  }

  private static Store etcd(EtcdStoreConfig config) {
    try {
      return EtcdStore.open(config);
    } catch (IOException | StoreException e) {
      throw new StartFailure(ExitCode.ETCD_UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  private static Store embedded(Settings settings) {
    try {
      return RaftStore.open(RaftStoreConfig.of(settings.dataDir()));
    } catch (StoreOpenException e) {
      ExitCode code =
          switch (e.reason()) {
            case IN_USE -> ExitCode.DATA_DIR_IN_USE;
            case TOO_NEW -> ExitCode.DATA_DIR_TOO_NEW;
            case UNUSABLE -> ExitCode.DATA_DIR_UNUSABLE;
          };
      throw new StartFailure(code, String.valueOf(e.getMessage()));
    }
  }
}
