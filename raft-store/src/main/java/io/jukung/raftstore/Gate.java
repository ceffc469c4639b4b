package io.jukung.raftstore;

import io.jukung.storage.StoreException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Keeps native memory from being used after it is freed: users pass through, close waits for them.
 */
final class Gate {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile boolean closed;

  /** Runs {@code body} unless the gate is closed. */
  <T> T pass(Supplier<T> body) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new StoreException.Unavailable("store closed");
      }
      return body.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Lets nobody in any more; returns when the last has left. */
  void close() {
    lock.writeLock().lock();
    try {
      closed = true;
    } finally {
      lock.writeLock().unlock();
    }
  }
}
