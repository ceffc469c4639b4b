package io.jukung.raftstore;

import io.jukung.storage.StoreException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The way to the database, which keeps native memory from being used after it is freed: users pass
 * through; who replaces or closes it waits for them.
 */
final class Gate {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  // Guarded by lock.
  private StateDb db;
  private boolean closed;

  Gate(StateDb db) {
    this.db = db;
  }

  /** Runs {@code body} on the database unless the gate is closed. */
  <T> T pass(Function<StateDb, T> body) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new StoreException.Unavailable("store closed");
      }
      return body.apply(db);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Puts another database into the place of this one, with nobody inside meanwhile. */
  void replace(UnaryOperator<StateDb> other) {
    lock.writeLock().lock();
    boolean replaced = false;
    try {
      if (closed) {
        throw new StoreException.Unavailable("store closed");
      }
      db = other.apply(db);
      replaced = true;
    } finally {
      closed |= !replaced;
      lock.writeLock().unlock();
    }
  }

  /** Lets nobody in any more; returns when the last has left, with the database still open. */
  StateDb close() {
    lock.writeLock().lock();
    try {
      closed = true;
      return db;
    } finally {
      lock.writeLock().unlock();
    }
  }
}
