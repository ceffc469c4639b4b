package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksObject;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * The RocksDB under a store: five column families, no write-ahead log, flushed all together.
 *
 * <p>Safe for use by any number of threads until {@link #close}; calling after that crashes the
 * process, so the store guards it with its gate. Every method may touch the disk.
 */
final class StateDb implements AutoCloseable {
  private static final byte[] STATE_KEY = "state".getBytes(StandardCharsets.UTF_8);
  private static final byte[] PURGED_KEY = "purged".getBytes(StandardCharsets.UTF_8);

  /**
   * Superseded values from this size on are written once, to files of their own, when the buffers
   * are flushed: merging tables moves their keys only, and a file goes when all in it are purged.
   */
  private static final int MIN_BLOB_BYTES = 128;

  /** The column families. */
  enum Family {
    /** The store's numbers. Has to be first: RocksDB wants a default family. */
    META,
    /** Each living key's newest version. */
    CURRENT,
    /** Superseded versions, by key and the revision that superseded them. */
    HISTORY,
    /** What each revision changed. */
    EVENTS,
    /** Leases. */
    LEASES
  }

  private final List<RocksObject> owned;
  private final RocksDB db;
  private final Map<Family, ColumnFamilyHandle> handles = new EnumMap<>(Family.class);
  private final WriteOptions writeOptions = new WriteOptions().setDisableWAL(true);
  private final ReadOptions readOptions = new ReadOptions();
  private final ReadOptions persistedOnly = new ReadOptions().setReadTier(ReadTier.PERSISTED_TIER);

  private final StateBatch batch = new StateBatch(this);

  private StateDb(List<RocksObject> owned, RocksDB db, List<ColumnFamilyHandle> handles) {
    this.owned = owned;
    this.db = db;
    List<Family> families = List.of(Family.values());
    for (int i = 0; i < families.size(); i++) {
      this.handles.put(families.get(i), handles.get(i));
    }
  }

  /**
   * Opens or makes the database.
   *
   * @param memoryBytes block cache and write buffers together: the buffers take two thirds at most
   *     and are charged to the cache
   * @throws StoreOpenException when RocksDB refuses
   */
  static StateDb open(Path folder, long memoryBytes) {
    return open(folder, memoryBytes, options -> {});
  }

  /** Opens or makes the database with options of its own beside ours. */
  static StateDb open(Path folder, long memoryBytes, Consumer<DBOptions> more) {
    RocksDB.loadLibrary();
    List<RocksObject> owned = new ArrayList<>();
    long buffers = memoryBytes * 2 / 3;
    Cache cache = own(owned, new LRUCache(memoryBytes));
    DBOptions options =
        own(owned, new DBOptions())
            .setCreateIfMissing(true)
            .setCreateMissingColumnFamilies(true)
            .setAtomicFlush(true)
            .setWriteBufferManager(own(owned, new WriteBufferManager(buffers, cache)))
            .setMaxBackgroundJobs(2)
            .setMaxOpenFiles(512)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(2)
            .setMaxLogFileSize(1 << 20)
            .setBytesPerSync(1 << 20);
    more.accept(options);
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setFilterPolicy(own(owned, new BloomFilter(10)))
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setFormatVersion(5);
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    for (Family f : Family.values()) {
      byte[] name =
          f == Family.META
              ? RocksDB.DEFAULT_COLUMN_FAMILY
              : f.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
      ColumnFamilyOptions family =
          own(owned, new ColumnFamilyOptions())
              .setTableFormatConfig(table)
              .setCompressionType(CompressionType.LZ4_COMPRESSION)
              .setWriteBufferSize(buffers / 2)
              .setMaxWriteBufferNumber(3)
              .setTargetFileSizeBase(32 << 20)
              .setLevelCompactionDynamicLevelBytes(true);
      if (f == Family.HISTORY) {
        family
            .setEnableBlobFiles(true)
            .setMinBlobSize(MIN_BLOB_BYTES)
            .setBlobFileSize(32 << 20)
            .setBlobCompressionType(CompressionType.LZ4_COMPRESSION);
      }
      families.add(new ColumnFamilyDescriptor(name, family));
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      RocksDB db = RocksDB.open(options, folder.toString(), families, handles);
      return new StateDb(owned, db, handles);
    } catch (RocksDBException e) {
      throw new StoreOpenException(
          "the state in " + folder + " can't be opened: " + e.getMessage(), e);
    }
  }

  /** The state that a closed database's folder holds. */
  static AppliedState stateIn(Path folder) {
    try (StateDb db = open(folder, 8 << 20)) {
      return db.state();
    }
  }

  private static <T extends RocksObject> T own(List<RocksObject> owned, T object) {
    owned.add(object);
    return object;
  }

  /** The value under a key. */
  byte @Nullable [] get(Family family, byte[] key) {
    return get(readOptions, family, key);
  }

  /**
   * Reads the value under a key into a buffer, both direct.
   *
   * @return how long the value is, even if it has no room; -1 when there is none
   */
  int get(Family family, ByteBuffer key, ByteBuffer value) {
    try {
      return db.get(handle(family), readOptions, key, value);
    } catch (RocksDBException e) {
      throw new StateDbException("read", e);
    }
  }

  /** What the entry being applied writes, empty; for the thread that applies. */
  StateBatch batch() {
    batch.clear();
    return batch;
  }

  byte @Nullable [] get(ReadOptions options, Family family, byte[] key) {
    try {
      return db.get(handle(family), options, key);
    } catch (RocksDBException e) {
      throw new StateDbException("read", e);
    }
  }

  /** An iterator over the newest data, to be closed. */
  RocksIterator iterator(Family family) {
    return db.newIterator(handle(family), readOptions);
  }

  /** A view of one moment, to be closed. */
  Moment moment() {
    return new Moment();
  }

  /** The same, to read all of it once: the cache keeps what others read. */
  Moment momentToPass() {
    Moment moment = new Moment();
    moment.options.setFillCache(false);
    return moment;
  }

  /** Writes a batch to memory, all or nothing; durable with the next flush. */
  void write(WriteBatch batch) {
    try {
      db.write(writeOptions, batch);
    } catch (RocksDBException e) {
      throw new StateDbException("write", e);
    }
  }

  void put(WriteBatch batch, Family family, byte[] key, byte[] value) {
    try {
      batch.put(handle(family), key, value);
    } catch (RocksDBException e) {
      throw new StateDbException("batch", e);
    }
  }

  /** The same of direct buffers, from their positions to their limits. */
  void put(WriteBatch batch, Family family, ByteBuffer key, ByteBuffer value) {
    try {
      batch.put(handle(family), key, value);
    } catch (RocksDBException e) {
      throw new StateDbException("batch", e);
    }
  }

  void delete(WriteBatch batch, Family family, byte[] key) {
    try {
      batch.delete(handle(family), key);
    } catch (RocksDBException e) {
      throw new StateDbException("batch", e);
    }
  }

  /** Deletes the keys from {@code start} on, those before {@code end}. */
  void deleteRange(WriteBatch batch, Family family, byte[] start, byte[] end) {
    try {
      batch.deleteRange(handle(family), start, end);
    } catch (RocksDBException e) {
      throw new StateDbException("batch", e);
    }
  }

  void putState(WriteBatch batch, AppliedState state) {
    put(batch, Family.META, STATE_KEY, state.encode());
  }

  AppliedState state() {
    return decode(get(Family.META, STATE_KEY));
  }

  /** The state as a crash now would leave it. */
  AppliedState persistedState() {
    return decode(get(persistedOnly, Family.META, STATE_KEY));
  }

  void putPurged(WriteBatch batch, long revision) {
    put(batch, Family.META, PURGED_KEY, Records.revision(revision));
  }

  /** The first revision whose history may still be there. */
  long purged() {
    byte[] record = get(Family.META, PURGED_KEY);
    return record == null ? 0 : new ByteReader(record).u64();
  }

  /** Writes all families to disk together. With {@code wait} it is done when this returns. */
  void flush(boolean wait) {
    try (FlushOptions options = new FlushOptions().setWaitForFlush(wait).setAllowWriteStall(true)) {
      db.flush(options, List.copyOf(handles.values()));
    } catch (RocksDBException e) {
      throw new StateDbException("flush", e);
    }
  }

  /**
   * Makes a copy of everything written so far in a new folder, which a start can open. Files are
   * shared by hard links where the disk is the same, so it takes the time of a flush.
   *
   * @param folder must not exist; its parent must
   */
  void checkpoint(Path folder) {
    try (Checkpoint checkpoint = Checkpoint.create(db)) {
      checkpoint.createCheckpoint(folder.toString());
    } catch (RocksDBException e) {
      throw new StateDbException("checkpoint", e);
    }
  }

  /** Reads every block on the disk and compares its checksum; what is wrong, if anything. */
  Optional<String> checksumFault() {
    try {
      db.verifyChecksum();
      return Optional.empty();
    } catch (RocksDBException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Removes all of a family. */
  void clear(WriteBatch batch, Family family) {
    try (RocksIterator iterator = iterator(family)) {
      iterator.seekToLast();
      if (iterator.isValid()) {
        batch.deleteRange(
            handle(family), new byte[0], Bytes.wrap(iterator.key()).successor().array());
      }
    } catch (RocksDBException e) {
      throw new StateDbException("batch", e);
    }
  }

  /** The bytes that a family takes on disk and in memory. */
  long bytes(Family family) {
    return property(family, "rocksdb.total-sst-files-size").orElse(0L)
        + property(family, "rocksdb.total-blob-file-size").orElse(0L)
        + property(family, "rocksdb.size-all-mem-tables").orElse(0L);
  }

  /** Merges all tables of history and the event log, which drops what was deleted there. */
  void mergeHistory() {
    try {
      db.compactRange(handle(Family.HISTORY));
      db.compactRange(handle(Family.EVENTS));
    } catch (RocksDBException e) {
      throw new StateDbException("merge", e);
    }
  }

  /** RocksDB's own account of a property, for reports. */
  Optional<Long> property(Family family, String name) {
    try {
      return Optional.of(db.getLongProperty(handle(family), name));
    } catch (RocksDBException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    batch.close();
    handles.values().forEach(ColumnFamilyHandle::close);
    db.close();
    writeOptions.close();
    readOptions.close();
    persistedOnly.close();
    for (int i = owned.size() - 1; i >= 0; i--) {
      owned.get(i).close();
    }
  }

  private static AppliedState decode(byte @Nullable [] record) {
    return record == null ? AppliedState.NEW : AppliedState.decode(record);
  }

  private ColumnFamilyHandle handle(Family family) {
    return Objects.requireNonNull(handles.get(family));
  }

  /** The data of one moment: later writes do not show. */
  final class Moment implements AutoCloseable {
    private final org.rocksdb.Snapshot snapshot = db.getSnapshot();
    private final ReadOptions options = new ReadOptions().setSnapshot(snapshot);

    AppliedState state() {
      return decode(get(Family.META, STATE_KEY));
    }

    byte @Nullable [] get(Family family, byte[] key) {
      return StateDb.this.get(options, family, key);
    }

    RocksIterator iterator(Family family) {
      return db.newIterator(handle(family), options);
    }

    @Override
    public void close() {
      options.close();
      db.releaseSnapshot(snapshot);
    }
  }
}
