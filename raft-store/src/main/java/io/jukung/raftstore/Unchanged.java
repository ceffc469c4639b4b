package io.jukung.raftstore;

import io.jukung.storage.KeyRange;

/**
 * A condition of a transaction: that a range holds the very keys and values it held when somebody
 * looked. So it is when it holds as many keys as then and none was written since.
 *
 * @param revision the newest revision there was then
 * @param count how many keys the range held
 */
public record Unchanged(KeyRange range, long revision, long count) {
  /** What it takes of a log entry, about. */
  long bytes() {
    return range.start().length() + range.end().length() + 24L;
  }
}
