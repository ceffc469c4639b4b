package io.jukung.raftstore;

import java.nio.file.Path;
import org.rocksdb.Env;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksMemEnv;

/**
 * A disk in memory, on which closing a database is pulling the plug: what was not flushed is gone.
 * Databases flush when told to only, so a run is the same each time. Used by one thread.
 */
final class SimDisk implements AutoCloseable {
  private static final long MEMORY_BYTES = 4 << 20;

  private final Env env;

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
                .setMaxFileOpeningThreads(1)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0));
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
    env.close();
  }
}
