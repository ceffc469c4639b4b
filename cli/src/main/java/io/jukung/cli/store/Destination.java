package io.jukung.cli.store;

import io.jukung.cli.ExitCode;
import io.jukung.cli.StartFailure;
import io.jukung.cli.Stores;
import io.jukung.raftstore.StoreImport;
import io.jukung.raftstore.StoreOpenException;
import io.jukung.registry.encryption.EncryptedValues;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.migrate.LeaseTerms;
import io.jukung.storage.migrate.RevisionRaise;
import io.jukung.storage.migrate.StoreTarget;
import io.jukung.storage.migrate.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Where a migration goes. It is not served before {@link #finish}. */
sealed interface Destination extends AutoCloseable {
  /** All objects. */
  KeyRange OBJECTS = KeyRange.prefix(Bytes.utf8(Stores.PREFIX));

  /** What to write to. */
  Target target();

  /** Lets it be served, from the source's newest revision on. */
  void finish(long revision) throws IOException;

  @Override
  void close();

  /** A data folder that holds no store yet. */
  record Folder(StoreImport store, Target target) implements Destination {
    static Folder open(Path dataDir, Side source, Supplier<Optional<EncryptedValues>> values) {
      try {
        StoreImport store =
            StoreImport.open(dataDir, source::remainingSeconds, InstantSource.system());
        return new Folder(store, new SealingTarget(store, values.get()));
      } catch (StoreOpenException e) {
        throw Offline.failure(e);
      } catch (IOException | UncheckedIOException e) {
        throw new StartFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void finish(long revision) throws IOException {
      store.finish(revision);
    }

    @Override
    public void close() {
      store.close();
    }
  }

  /** An etcd. */
  record Etcd(Side.Etcd side, Target target) implements Destination {
    static Etcd open(Side.Etcd side, Side source, boolean overwrite) {
      boolean ours =
          side.etcd().get(Marks.FILLING).isPresent() || side.etcd().get(Marks.MOVED).isPresent();
      boolean empty = side.objects().range(new RangeRequest(OBJECTS, 0, 1, true)).items().isEmpty();
      if (!ours && !empty && !overwrite) {
        side.close();
        throw new StartFailure(
            ExitCode.USAGE,
            "the etcd holds objects that no migration brought there; say --overwrite to lose them");
      }
      long _ = Marks.put(side.etcd(), Marks.FILLING, "a migration is on its way");
      Marks.remove(side.etcd(), Marks.MOVED);
      return new Etcd(
          side,
          new SealingTarget(
              new StoreTarget(
                  side.objects(),
                  new RevisionRaise(side.etcd(), Marks.RAISE),
                  new LeaseTerms(source::remainingSeconds, side.etcd()::grantLease)),
              Optional.empty()));
    }

    @Override
    public void finish(long revision) {
      new RevisionRaise(side.etcd(), Marks.RAISE).above(revision);
      Marks.remove(side.etcd(), Marks.FILLING, Marks.RAISE);
    }

    @Override
    public void close() {
      side.close();
    }
  }
}
