package io.jukung.storage;

import java.util.List;

/**
 * What a {@link RangeRequest} found.
 *
 * @param items the key-values, in key order
 * @param more whether the limit cut the result
 * @param revision the revision that was read: the one asked for, or the newest at the time of the
 *     read
 */
public record RangeResult(List<KeyValue> items, boolean more, long revision) {
  /** Copies the list. */
  public RangeResult {
    items = List.copyOf(items);
  }
}
