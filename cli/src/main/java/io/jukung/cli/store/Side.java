package io.jukung.cli.store;

import io.jukung.cli.EtcdAccess;
import io.jukung.cli.ExitCode;
import io.jukung.cli.StartFailure;
import io.jukung.cli.Stores;
import io.jukung.raftstore.OfflineStore;
import io.jukung.raftstore.RaftStore;
import io.jukung.raftstore.RaftStoreConfig;
import io.jukung.raftstore.StoreOpenException;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.encryption.EncryptedStore;
import io.jukung.registry.encryption.EncryptedValues;
import io.jukung.registry.encryption.EncryptionAtRest;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.etcd.EtcdStore;
import io.jukung.storage.etcd.EtcdStoreConfig;
import io.jukung.storage.watch.WatchHubConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One side of a migration: the embedded store of a data folder, or an etcd. */
sealed interface Side extends AutoCloseable {
  /** The objects, as canonical JSON under the registry's keys. */
  Store objects();

  /** How long a lease has left; 0 or less when it has ended. */
  long remainingSeconds(long lease);

  /** Keeps a Jukung from serving what is here from now on. */
  void closeFor(String where) throws IOException;

  /** Takes {@link #closeFor} back, as the migration goes on after all. */
  void reopen();

  @Override
  void close();

  /** Whether an operand names the embedded store. */
  static boolean isRaft(String operand) {
    return operand.equals("raft");
  }

  /** The endpoints an operand such as {@code etcd://a:2379,b:2379} names. */
  static List<URI> endpoints(String operand) {
    String[] parts = operand.split("://", 2);
    String scheme =
        switch (parts[0]) {
          case "etcd", "http" -> "http";
          case "etcds", "https" -> "https";
          default ->
              throw new StartFailure(
                  ExitCode.USAGE,
                  "expected raft, etcd://HOST:PORT or etcds://HOST:PORT, not " + operand);
        };
    try {
      return Arrays.stream((parts.length == 2 ? parts[1] : "").split(",", -1))
          .map(part -> URI.create(scheme + "://" + part))
          .toList();
    } catch (IllegalArgumentException e) {
      throw new StartFailure(ExitCode.USAGE, operand + ": " + e.getMessage());
    }
  }

  /** An etcd as a side. */
  record Etcd(EtcdStore etcd, Store objects) implements Side {
    static Etcd open(
        String operand, EtcdAccess access, Catalog catalog, Optional<EncryptionAtRest> encryption) {
      try {
        EtcdStore etcd =
            EtcdStore.open(
                new EtcdStoreConfig(
                    endpoints(operand),
                    access.tls(),
                    access.credentials(),
                    Duration.ofSeconds(10),
                    WatchHubConfig.DEFAULT,
                    Duration.ZERO));
        return new Etcd(
            etcd,
            Stores.inEtcd(etcd, access.prefix(), access.storageMediaType(), catalog, encryption));
      } catch (IllegalArgumentException e) {
        throw new StartFailure(ExitCode.USAGE, operand + ": " + e.getMessage());
      } catch (IOException | StoreException e) {
        throw new StartFailure(ExitCode.ETCD_UNAVAILABLE, String.valueOf(e.getMessage()));
      }
    }

    @Override
    public long remainingSeconds(long lease) {
      return etcd.remainingSeconds(lease);
    }

    @Override
    public void closeFor(String where) {
      long _ = Marks.put(etcd, Marks.MOVED, where);
    }

    @Override
    public void reopen() {
      Marks.remove(etcd, Marks.MOVED);
    }

    @Override
    public void close() {
      objects.close();
    }
  }

  /** The store of a data folder that no server runs, as a source. */
  record Raft(Path dataDir, RaftStore store, Store objects) implements Side {
    static Raft open(Path dataDir, Optional<EncryptedValues> values) {
      try {
        OfflineStore.open(dataDir).close(); // Says so when there is none.
        RaftStore store = RaftStore.open(RaftStoreConfig.of(dataDir));
        return new Raft(
            dataDir, store, values.map(v -> (Store) new EncryptedStore(store, v)).orElse(store));
      } catch (StoreOpenException e) {
        throw Offline.failure(e);
      }
    }

    @Override
    public long remainingSeconds(long lease) {
      return store.inspection().lease(lease).map(found -> found.remainingSeconds()).orElse(0L);
    }

    /** Nobody else has the folder, so nothing is written between the last sync and this. */
    @Override
    public void closeFor(String where) throws IOException {
      store.close();
      try (OfflineStore closed = OfflineStore.open(dataDir)) {
        closed.markMoved(where);
      }
    }

    @Override
    public void reopen() {}

    @Override
    public void close() {
      store.close();
    }
  }
}
