package io.jukung.raftstore;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.jukung.raftstore.StateDb.Family;
import io.jukung.raftstore.bbolt.BoltFile;
import io.jukung.raftstore.bbolt.BoltItem;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.WatchEvent;
import io.jukung.storage.watch.Change;
import io.jukung.storage.watch.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * A store's state as the database file of an etcd: every revision from the compacted one on, with
 * its deletions, the leases, and what the store is compacted at. Etcd's own tools restore it; the
 * buckets and keys are those of {@code etcd/server/storage/schema} and {@code storage/mvcc}.
 *
 * <p>Etcd orders its keys by revision and this store by name, so all versions go through a second
 * database on the disk that sorts them. That and the file are in a folder of their own until {@link
 * #close}. Used by one thread.
 */
public final class EtcdSnapshot implements AutoCloseable {
  private static final long SORT_MEMORY_BYTES = 16 << 20;
  private static final int BATCH_BYTES = 1 << 20;
  private static final int LEASE_ID = 1;
  private static final int LEASE_TTL = 2;

  private final Path folder;

  private EtcdSnapshot(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the file of a state.
   *
   * @param checkpoint a checkpoint of the store's database, taken over: it is deleted
   * @param folder where to work; must not exist
   */
  static EtcdSnapshot make(Path checkpoint, Path folder) throws IOException {
    EtcdSnapshot snapshot = new EtcdSnapshot(folder);
    boolean made = false;
    try {
      Files.createDirectory(folder);
      try (StateDb db = StateDb.open(checkpoint, SORT_MEMORY_BYTES);
          StateDb sorted = StateDb.open(folder.resolve("sorted"), SORT_MEMORY_BYTES);
          StateDb.Moment moment = db.moment()) {
        try (Sorter sorter = new Sorter(sorted)) {
          sort(moment, sorter);
        }
        snapshot.write(moment, sorted);
      }
      DataFolder.delete(folder.resolve("sorted"));
      made = true;
      return snapshot;
    } finally {
      DataFolder.delete(checkpoint);
      if (!made) {
        snapshot.close();
      }
    }
  }

  /** The database file. */
  public Path file() {
    return folder.resolve("db");
  }

  @Override
  public void close() {
    try {
      DataFolder.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was alive at the compacted revision, then every change after it. */
  private static void sort(StateDb.Moment moment, Sorter sorter) {
    AppliedState state = moment.state();
    long compacted = state.compacted();
    if (compacted > 0) {
      // Their places within a revision are gone; any that differ will do.
      long place = 0;
      try (StateReader living = StateReader.at(moment, state, KeyRange.ALL, compacted, false)) {
        for (var item = living.next(); item.isPresent(); item = living.next()) {
          sorter.put(item.get().modRevision(), place, item.get());
          place++;
        }
      }
    }
    for (long next = compacted + 1; next <= state.revision(); ) {
      History.Page page = StateHistory.read(moment, KeyRange.ALL, next, state.revision());
      for (Change change : page.changes()) {
        sorter.changes(change);
      }
      next = page.through() + 1;
    }
  }

  private void write(StateDb.Moment moment, StateDb sorted) throws IOException {
    try (BoltFile file = new BoltFile(file());
        RocksIterator versions = sorted.iterator(Family.CURRENT);
        RocksIterator leases = moment.iterator(Family.LEASES)) {
      file.bucket(
          "key", new Rows(versions, new byte[0], row -> new BoltItem(row.key(), row.value())));
      file.bucket("lease", new Rows(leases, LeaseRecords.leases(), EtcdSnapshot::lease));
      file.bucket("meta", meta(moment.state()).iterator());
      for (String empty :
          List.of(
              "alarm", "auth", "authRoles", "authUsers", "cluster", "members", "members_removed")) {
        file.bucket(empty, List.<BoltItem>of().iterator());
      }
      file.finish();
    }
  }

  private static List<BoltItem> meta(AppliedState state) {
    List<BoltItem> meta = new ArrayList<>();
    meta.add(item("consistent_index", new ByteWriter(8).u64(Math.max(0, state.index()))));
    if (state.compacted() > 0) {
      meta.add(item("finishedCompactRev", revision(state.compacted(), 0)));
      meta.add(item("scheduledCompactRev", revision(state.compacted(), 0)));
    }
    meta.add(item("term", new ByteWriter(8).u64(state.term())));
    return meta;
  }

  private static BoltItem item(String key, ByteWriter value) {
    return new BoltItem(key.getBytes(StandardCharsets.US_ASCII), value.toArray());
  }

  private static BoltItem lease(RocksIterator row) {
    long id = new ByteReader(row.key(), 1).u64();
    long ttlSeconds = LeaseRecords.value(row.value()).ttlSeconds();
    return new BoltItem(new ByteWriter(8).u64(id).toArray(), lease(id, ttlSeconds));
  }

  /** {@code leasepb.Lease}. */
  private static byte[] lease(long id, long ttlSeconds) {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeInt64(LEASE_ID, id);
      out.writeInt64(LEASE_TTL, ttlSeconds);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteString().toByteArray();
  }

  /** Etcd's key of a version: its revision and its place in it. */
  private static ByteWriter revision(long revision, long place) {
    return new ByteWriter(18).u64(revision).u8('_').u64(place);
  }

  /** Puts versions under etcd's keys, in any order. */
  private static final class Sorter implements AutoCloseable {
    private final StateDb sorted;
    private final WriteBatch batch = new WriteBatch();

    Sorter(StateDb sorted) {
      this.sorted = sorted;
    }

    void changes(Change change) {
      long place = 0;
      for (WatchEvent event : change.events()) {
        switch (event) {
          case WatchEvent.Put put -> put(change.revision(), place, put.current());
          case WatchEvent.Delete delete ->
              put(
                  revision(change.revision(), place).u8('t'),
                  io.etcd.jetcd.api.KeyValue.newBuilder().setKey(bytes(delete.key())));
        }
        place++;
      }
    }

    void put(long revision, long place, KeyValue item) {
      put(
          revision(revision, place),
          io.etcd.jetcd.api.KeyValue.newBuilder()
              .setKey(bytes(item.key()))
              .setValue(bytes(item.value()))
              .setCreateRevision(item.createRevision())
              .setModRevision(item.modRevision())
              .setVersion(item.version())
              .setLease(item.lease()));
    }

    private void put(ByteWriter key, io.etcd.jetcd.api.KeyValue.Builder version) {
      sorted.put(batch, Family.CURRENT, key.toArray(), version.build().toByteArray());
      if (batch.getDataSize() > BATCH_BYTES) {
        flush();
      }
    }

    private void flush() {
      sorted.write(batch);
      batch.clear();
    }

    private static ByteString bytes(Bytes bytes) {
      return UnsafeByteOperations.unsafeWrap(bytes.array());
    }

    @Override
    public void close() {
      flush();
      batch.close();
    }
  }

  /** Rows whose keys begin with a prefix, as items. */
  private static final class Rows implements Iterator<BoltItem> {
    private final RocksIterator rows;
    private final Bytes prefix;
    private final Function<RocksIterator, BoltItem> read;

    Rows(RocksIterator rows, byte[] prefix, Function<RocksIterator, BoltItem> read) {
      this.rows = rows;
      this.prefix = Bytes.wrap(prefix);
      this.read = read;
      rows.seek(prefix);
    }

    @Override
    public boolean hasNext() {
      return rows.isValid() && Bytes.wrap(rows.key()).startsWith(prefix);
    }

    @Override
    public BoltItem next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      BoltItem item = read.apply(rows);
      rows.next();
      return item;
    }
  }
}
