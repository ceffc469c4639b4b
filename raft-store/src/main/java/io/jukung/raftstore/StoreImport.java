package io.jukung.raftstore;

import io.jukung.raftstore.StateDb.Family;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.migrate.LeaseTerms;
import io.jukung.storage.migrate.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.rocksdb.WriteBatch;

/**
 * A store being filled from another, with the other's revisions: objects keep their
 * resourceVersion. It is no store before {@link #finish}: a start in the folder does not see it,
 * and what was filled so far is found again by the next import. Used by one thread.
 */
public final class StoreImport implements Target, AutoCloseable {
  private static final long MEMORY_BYTES = 64 << 20;

  private final Path dataDir;
  private final Path importing;
  private final StateDb db;
  private final LeaseTerms leases;
  private final InstantSource clock;
  private long lastLease;
  private boolean closed;

  private StoreImport(
      Path dataDir, StateDb db, LongUnaryOperator remainingSeconds, InstantSource clock) {
    this.dataDir = dataDir;
    this.importing = folder(dataDir);
    this.db = db;
    this.clock = clock;
    this.lastLease = db.state().lastLease();
    this.leases = new LeaseTerms(remainingSeconds, this::grant);
  }

  /**
   * Begins, or goes on.
   *
   * @param remainingSeconds how long a lease of the source has left
   * @throws IOException when the folder holds a store already
   */
  public static StoreImport open(
      Path dataDir, LongUnaryOperator remainingSeconds, InstantSource clock) throws IOException {
    SnapshotRestore.requireNoStore(dataDir);
    Files.createDirectories(folder(dataDir));
    return new StoreImport(
        dataDir, StateDb.open(folder(dataDir), MEMORY_BYTES), remainingSeconds, clock);
  }

  private static Path folder(Path dataDir) {
    return dataDir.resolve("state.importing");
  }

  @Override
  public List<KeyValue> page(KeyRange range, int limit) {
    try (StateDb.Moment moment = db.moment();
        StateReader reader = StateReader.at(moment, moment.state(), range, 0, false)) {
      List<KeyValue> items = new ArrayList<>();
      Optional<KeyValue> next = reader.next();
      while (next.isPresent() && items.size() < limit) {
        items.add(next.get());
        next = reader.next();
      }
      return items;
    }
  }

  @Override
  public void begin(long sourceRevision) {
    try (WriteBatch batch = new WriteBatch()) {
      setState(batch, sourceRevision);
      db.write(batch);
    }
  }

  @Override
  public void write(List<KeyValue> puts, List<Bytes> deletes) {
    List<KeyValue> items = puts.stream().map(this::own).toList();
    try (WriteBatch batch = new WriteBatch()) {
      for (KeyValue item : items) {
        detach(batch, item.key());
        db.put(batch, Family.CURRENT, item.key().array(), Records.version(item));
        if (item.lease() != 0) {
          db.put(batch, Family.LEASES, LeaseRecords.key(item.lease(), item.key()), new byte[0]);
        }
      }
      for (Bytes key : deletes) {
        detach(batch, key);
        db.delete(batch, Family.CURRENT, key.array());
      }
      db.write(batch);
    }
  }

  @Override
  public boolean same(KeyValue source, KeyValue own) {
    return java.util.Arrays.equals(facts(source), facts(own));
  }

  @Override
  public byte[] facts(KeyValue item) {
    return ByteBuffer.allocate(item.key().length() + item.value().length() + 33)
        .putInt(item.key().length())
        .put(item.key().array())
        .putInt(item.value().length())
        .put(item.value().array())
        .putLong(item.createRevision())
        .putLong(item.modRevision())
        .putLong(item.version())
        .put((byte) (item.lease() == 0 ? 0 : 1))
        .array();
  }

  /**
   * Makes it a store: from the next start on it serves, its revisions going on from the source's.
   *
   * @param revision the source's newest
   */
  public void finish(long revision) throws IOException {
    try (WriteBatch batch = new WriteBatch()) {
      db.putPurged(batch, revision);
      setState(batch, revision);
      db.write(batch);
    }
    db.flush(true);
    close();
    Files.move(importing, dataDir.resolve("state"), StandardCopyOption.ATOMIC_MOVE);
    DataFolder.open(dataDir).close();
  }

  /** Stops; what is there so far stays for the next import. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      db.flush(true);
      db.close();
    }
  }

  private void setState(WriteBatch batch, long revision) {
    db.putState(batch, new AppliedState(0, -1, revision, revision, clock.millis(), lastLease));
  }

  private KeyValue own(KeyValue item) {
    return new KeyValue(
        item.key(),
        item.value(),
        item.createRevision(),
        item.modRevision(),
        item.version(),
        leases.of(item.lease()));
  }

  private void detach(WriteBatch batch, Bytes key) {
    byte[] record = db.get(Family.CURRENT, key.array());
    if (record != null) {
      long lease = Records.version(key, record, true).lease();
      if (lease != 0) {
        db.delete(batch, Family.LEASES, LeaseRecords.key(lease, key));
      }
    }
  }

  private long grant(long seconds) {
    lastLease++;
    long endMs = clock.millis() + seconds * 1000;
    try (WriteBatch batch = new WriteBatch()) {
      db.put(
          batch,
          Family.LEASES,
          LeaseRecords.lease(lastLease),
          LeaseRecords.value(new LeaseRecords.Lease(seconds, endMs)));
      db.put(batch, Family.LEASES, LeaseRecords.byEnd(endMs, lastLease), new byte[0]);
      setState(batch, db.state().revision());
      db.write(batch);
    }
    return lastLease;
  }
}
