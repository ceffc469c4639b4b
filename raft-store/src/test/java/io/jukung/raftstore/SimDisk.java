package io.jukung.raftstore;

import io.jukung.raftstore.StateDb.Family;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Env;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksMemEnv;
import org.rocksdb.WriteBatch;

/**
 * A disk in memory, on which closing a database is pulling the plug: what was not flushed is gone.
 * Databases flush when told to only, so a run is the same each time. Used by one thread.
 */
final class SimDisk implements AutoCloseable {
  private static final long MEMORY_BYTES = 4 << 20;
  private static final int SCRATCH_USES = 100;
  private static final Path SCRATCH = Path.of("/scratch");

  private final Env env;
  private @Nullable StateDb scratch;
  private int scratchUses;

  SimDisk() {
    RocksDB.loadLibrary();
    env = new RocksMemEnv(Env.getDefault());
  }

  /** Opens or makes a database. */
  StateDb open(Path path) {
    return StateDb.open(
        path,
        MEMORY_BYTES,
        options ->
            options
                .setEnv(env)
                .setAvoidFlushDuringShutdown(true)
                .setInfoLogLevel(InfoLogLevel.FATAL_LEVEL)
                .setMaxLogFileSize(0)
                .setSkipStatsUpdateOnDbOpen(true)
                .setMaxFileOpeningThreads(1)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0));
  }

  /** An empty database to work in until the next call: opening costs more than emptying. */
  StateDb scratch() {
    if (scratch == null || scratchUses == SCRATCH_USES) {
      closeScratch();
      scratch = open(SCRATCH);
      scratchUses = 0;
    }
    scratchUses++;
    StateDb db = scratch;
    try (WriteBatch batch = new WriteBatch()) {
      for (Family family : Family.values()) {
        try (RocksIterator iterator = db.iterator(family)) {
          for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
            db.delete(batch, family, iterator.key());
          }
        }
      }
      db.write(batch);
    }
    return db;
  }

  private void closeScratch() {
    if (scratch != null) {
      scratch.close();
      remove(SCRATCH);
    }
  }

  /** Removes a database that is not open. */
  void remove(Path path) {
    try (Options options = new Options().setEnv(env)) {
      RocksDB.destroyDB(path.toString(), options);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    closeScratch();
    env.close();
  }
}
