package io.jukung.raftstore;

import io.jukung.raftstore.StateDb.Family;
import io.jukung.storage.Bytes;
import io.jukung.storage.KeyValue;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.rocksdb.WriteBatch;

/**
 * What one log entry writes, to be used for one entry after another by the thread that applies
 * them. Versions of usual sizes go through memory outside the heap that is used again and again, as
 * most of what a write would leave behind on the heap are copies of its value.
 */
final class StateBatch implements AutoCloseable {
  private static final int KEY_BYTES = 4 << 10;
  private static final int RECORD_BYTES = 64 << 10;

  /** Room that one huge entry made is not kept. */
  private static final long KEPT_BYTES = 2 << 20;

  private final StateDb db;
  private final ByteBuffer key = ByteBuffer.allocateDirect(KEY_BYTES);
  private final ByteBuffer record = ByteBuffer.allocateDirect(RECORD_BYTES);
  private WriteBatch batch = new WriteBatch();

  StateBatch(StateDb db) {
    this.db = db;
  }

  void put(Family family, byte[] key, byte[] value) {
    db.put(batch, family, key, value);
  }

  void delete(Family family, byte[] key) {
    db.delete(batch, family, key);
  }

  /** Writes a key's newest version. */
  void putCurrent(KeyValue item) {
    Bytes itemKey = item.key();
    if (itemKey.length() > KEY_BYTES || item.value().length() > RECORD_BYTES - 40) {
      put(Family.CURRENT, itemKey.array(), Records.version(item));
    } else {
      key.clear().put(itemKey.array()).flip();
      Records.version(item, record.clear());
      db.put(batch, Family.CURRENT, key, record.flip());
    }
  }

  /** The revision of a key's newest version in the database; 0 when there is none. */
  long modRevision(Bytes itemKey) {
    if (itemKey.length() > KEY_BYTES) {
      byte[] old = db.get(Family.CURRENT, itemKey.array());
      return old == null ? 0 : Records.version(itemKey, old, true).modRevision();
    }
    return read(itemKey) < 0 ? 0 : Records.version(itemKey, record, false).modRevision();
  }

  /**
   * Moves a key's newest version in the database, if there is one, to history.
   *
   * @param at the revision that supersedes it
   * @param value whether its value is asked for
   * @return what it was; without its value unless that was asked for
   */
  Optional<KeyValue> supersede(Bytes itemKey, long at, boolean value) {
    if (2 * itemKey.length() + 10 > KEY_BYTES) {
      return supersedeLarge(itemKey, at, value);
    }
    int length = read(itemKey);
    if (length < 0) {
      return Optional.empty();
    }
    if (length > RECORD_BYTES) {
      return supersedeLarge(itemKey, at, value);
    }
    Records.history(itemKey, at, key.clear());
    db.put(batch, Family.HISTORY, key.flip(), record.rewind());
    record.rewind();
    return Optional.of(Records.version(itemKey, record, value));
  }

  /** Reads a key's newest version into the record, as far as it has room; how long it is, or -1. */
  private int read(Bytes itemKey) {
    key.clear().put(itemKey.array()).flip();
    return db.get(Family.CURRENT, key, record.clear());
  }

  private Optional<KeyValue> supersedeLarge(Bytes itemKey, long at, boolean value) {
    byte[] old = db.get(Family.CURRENT, itemKey.array());
    if (old == null) {
      return Optional.empty();
    }
    put(Family.HISTORY, Records.history(itemKey, at), old);
    return Optional.of(Records.version(itemKey, old, !value));
  }

  /** Writes all this to the database and forgets it. */
  void write(AppliedState state) {
    db.putState(batch, state);
    db.write(batch);
  }

  /** Forgets what has not been written. */
  void clear() {
    if (batch.getDataSize() > KEPT_BYTES) {
      batch.close();
      batch = new WriteBatch();
    } else {
      batch.clear();
    }
  }

  @Override
  public void close() {
    batch.close();
  }
}
