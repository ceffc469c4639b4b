package io.jukung.registry.store;

import org.jspecify.annotations.Nullable;

/** One change of one object, as the event log keeps it. Safe for all threads. */
final class LogEvent {
  private final long sequence;
  private final long revision;
  private final @Nullable CacheEntry previous;
  private final @Nullable CacheEntry current;
  private final EntryReader reader;
  private volatile @Nullable StoredObject departed;

  /**
   * A change.
   *
   * @param previous the object before, if there was one
   * @param current the object after, if there is one
   */
  LogEvent(
      long sequence,
      long revision,
      @Nullable CacheEntry previous,
      @Nullable CacheEntry current,
      EntryReader reader) {
    this.sequence = sequence;
    this.revision = revision;
    this.previous = previous;
    this.current = current;
    this.reader = reader;
  }

  long sequence() {
    return sequence;
  }

  long revision() {
    return revision;
  }

  @Nullable CacheEntry previous() {
    return previous;
  }

  @Nullable CacheEntry current() {
    return current;
  }

  /** The object before, with this change's revision: made once for all watchers that see it go. */
  StoredObject departed() {
    StoredObject made = departed;
    if (made == null) {
      if (previous == null) {
        throw new IllegalStateException("nothing was there before revision " + revision);
      }
      made = reader.departed(previous, revision);
      departed = made;
    }
    return made;
  }

  /** About what it takes in memory. */
  int bytes() {
    return (current == null ? 0 : current.bytes()) + (previous == null ? 0 : previous.bytes());
  }
}
