package io.jukung.storage;

import java.util.Optional;

/** One change of one key. */
public sealed interface WatchEvent {
  /** The key that changed. */
  Bytes key();

  /** The revision of the change. */
  long revision();

  /**
   * What the key held before, when the watch asked for it, the key existed and history still has
   * it.
   */
  Optional<KeyValue> previous();

  /** The key was written. */
  record Put(KeyValue current, Optional<KeyValue> previous) implements WatchEvent {
    @Override
    public Bytes key() {
      return current.key();
    }

    @Override
    public long revision() {
      return current.modRevision();
    }
  }

  /** The key was removed, by a delete or with its lease. */
  record Delete(Bytes key, long revision, Optional<KeyValue> previous) implements WatchEvent {}
}
