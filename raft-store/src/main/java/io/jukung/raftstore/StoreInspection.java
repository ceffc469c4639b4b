package io.jukung.raftstore;

import io.jukung.raftstore.StateDb.Family;
import io.jukung.storage.Bytes;
import io.jukung.storage.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/** What a store tells of itself beside its keys. Safe for all threads; reads the disk. */
public final class StoreInspection {
  private static final int MOST_LEASES = 10_000;

  /** Sorted, and as a file; and some room. */
  private static final int SNAPSHOT_COPIES = 3;

  /**
   * How far a store is.
   *
   * @param index the Raft index of the last entry applied
   * @param term its term
   * @param revision the newest revision
   * @param compacted the revision compacted at; 0 when never
   * @param bytes what the state takes on disk and, not yet there, in memory, about
   */
  public record Progress(long index, long term, long revision, long compacted, long bytes) {}

  /**
   * A lease that has not ended.
   *
   * @param remainingSeconds until it ends unless kept alive; 0 when it is about to
   */
  public record Lease(long id, long ttlSeconds, long remainingSeconds) {}

  private final Gate gate;
  private final InstantSource clock;
  private final DataFolder folder;
  private volatile @Nullable Numbers numbers;

  StoreInspection(Gate gate, InstantSource clock, DataFolder folder) {
    this.gate = gate;
    this.clock = clock;
    this.folder = folder;
  }

  /** How far the store is. */
  public Progress progress() {
    return gate.pass(
        db -> {
          AppliedState state = db.state();
          long bytes = Arrays.stream(Family.values()).mapToLong(db::bytes).sum();
          return new Progress(
              state.index(), state.term(), state.revision(), state.compacted(), bytes);
        });
  }

  /** The store's name in full. */
  public UUID cluster() {
    return folder.identity().cluster();
  }

  /** This member's name. */
  public String member() {
    return folder.identity().name();
  }

  /** Free bytes on the folder's disk; 0 when the system does not say. */
  public long freeBytes() {
    return folder.freeBytes().orElse(0L);
  }

  /** The store's name in the world: the same in all its members and, once it has one, for ever. */
  public long clusterId() {
    return numbers().cluster();
  }

  /** This member's name in the store. */
  public long memberId() {
    return numbers().member();
  }

  /** A member's name in the store as a number. */
  public long memberId(String name) {
    return hash(folder.identity().cluster() + "/" + name);
  }

  /** A new member belongs to no group until it has met the others. */
  private Numbers numbers() {
    Identity identity = folder.identity();
    Numbers known = numbers;
    if (known == null || !known.of().equals(identity)) {
      known = new Numbers(identity, hash(identity.cluster().toString()), memberId(identity.name()));
      numbers = known;
    }
    return known;
  }

  /** Names as numbers, which every answer of etcd's API has. */
  private record Numbers(Identity of, long cluster, long member) {}

  /**
   * Writes a snapshot of this moment, history included, while the store goes on serving. Takes a
   * flush, then reads and packs the whole state beside other work.
   *
   * @param target the file to make, readable by its owner only
   * @throws IOException when it exists or can't be written
   */
  public SnapshotManifest saveSnapshot(Path target) throws IOException {
    Path scratch = folder.scratch();
    try {
      AppliedState state =
          gate.pass(
              db -> {
                db.checkpoint(scratch);
                return StateDb.stateIn(scratch);
              });
      Identity identity = folder.identity();
      SnapshotManifest about =
          new SnapshotManifest(
              identity.cluster(),
              identity.name(),
              state.revision(),
              state.compacted(),
              state.timeMs());
      SnapshotFile.pack(scratch, about, target);
      return about;
    } finally {
      DataFolder.delete(scratch);
    }
  }

  /**
   * Makes a snapshot of this moment that etcd's own tools restore, while the store goes on serving.
   * Takes a flush, then reads, sorts and writes the whole state beside other work.
   *
   * @return to be closed, which deletes the file
   * @throws IOException when it can't be written
   * @throws StoreException.Unavailable when the disk has less than three times the state's size
   *     free
   */
  public EtcdSnapshot etcdSnapshot() throws IOException {
    long needed = SNAPSHOT_COPIES * progress().bytes();
    if (folder.freeBytes().orElse(Long.MAX_VALUE) < needed) {
      throw new StoreException.Unavailable(
          "a snapshot needs " + needed + " free bytes on the disk of the store");
    }
    Path checkpoint = folder.scratch();
    gate.pass(
        db -> {
          db.checkpoint(checkpoint);
          return checkpoint;
        });
    return EtcdSnapshot.make(checkpoint, folder.scratch());
  }

  /** Reads the whole store and says what is wrong; other work goes on beside it. */
  public StoreCheck.Report check() {
    return gate.pass(StoreCheck::run);
  }

  static long hash(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue() + 1;
  }

  /** A lease; empty when there is no such. */
  public Optional<Lease> lease(long id) {
    return gate.pass(
        db ->
            Optional.ofNullable(db.get(Family.LEASES, LeaseRecords.lease(id)))
                .map(record -> lease(id, LeaseRecords.value(record))));
  }

  private Lease lease(long id, LeaseRecords.Lease record) {
    long leftMs = record.endMs() - clock.millis();
    return new Lease(id, record.ttlSeconds(), Math.max(0, (leftMs + 999) / 1000));
  }

  /** The ids of all leases, the 10,000 that end first at most. */
  public List<Long> leases() {
    return gate.pass(
        db -> {
          List<Long> ids = new ArrayList<>();
          try (RocksIterator iterator = db.iterator(Family.LEASES)) {
            iterator.seek(LeaseRecords.firstByEnd());
            while (iterator.isValid()
                && LeaseRecords.isByEnd(iterator.key())
                && ids.size() < MOST_LEASES) {
              ids.add(LeaseRecords.idOf(iterator.key()));
              iterator.next();
            }
          }
          return ids;
        });
  }

  /** The keys bound to a lease. */
  public List<Bytes> keys(long lease) {
    return gate.pass(
        db -> {
          List<Bytes> keys = new ArrayList<>();
          byte[] prefix = LeaseRecords.keys(lease);
          try (RocksIterator iterator = db.iterator(Family.LEASES)) {
            iterator.seek(prefix);
            while (iterator.isValid()
                && Bytes.wrap(iterator.key()).startsWith(Bytes.wrap(prefix))) {
              keys.add(LeaseRecords.keyOf(iterator.key()));
              iterator.next();
            }
          }
          return keys;
        });
  }
}
