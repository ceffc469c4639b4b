package io.jukung.registry.store;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The limit on what all objects together remember of other forms of theirs; when it is reached, the
 * object that remembered first forgets first. Safe for all threads.
 */
final class RenditionBudget {
  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final ConcurrentLinkedQueue<StoredObject> oldestFirst = new ConcurrentLinkedQueue<>();

  RenditionBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Notes that {@code object} remembers {@code added} bytes more. */
  void added(StoredObject object, long added) {
    oldestFirst.add(object);
    long now = bytes.addAndGet(added);
    while (now > maxBytes) {
      StoredObject oldest = oldestFirst.poll();
      if (oldest == null) {
        return;
      }
      now = bytes.addAndGet(-oldest.forget());
    }
  }

  long bytes() {
    return bytes.get();
  }
}
