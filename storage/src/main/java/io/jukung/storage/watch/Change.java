package io.jukung.storage.watch;

import io.jukung.storage.KeyValue;
import io.jukung.storage.WatchEvent;
import java.util.List;
import java.util.Optional;

/**
 * All that one revision changed.
 *
 * @param revision the revision
 * @param events its changes with previous values, in the order the transaction made them; never
 *     empty
 * @param whole whether the previous values are there; if not, what changes had before is known
 *     without its value, and a watch that asks for it has to get these changes from history
 */
public record Change(long revision, List<WatchEvent> events, boolean whole) {
  /** Copies the list. */
  public Change {
    events = List.copyOf(events);
  }

  /** A change with previous values. */
  public Change(long revision, List<WatchEvent> events) {
    this(revision, events, true);
  }

  /** Bytes of the keys and values held, with a rough allowance for the objects around them. */
  public long bytes() {
    long bytes = 64;
    for (WatchEvent event : events) {
      bytes += 128 + bytes(event.previous());
      bytes +=
          switch (event) {
            case WatchEvent.Put put -> bytes(Optional.of(put.current()));
            case WatchEvent.Delete delete -> delete.key().length();
          };
    }
    return bytes;
  }

  private static long bytes(Optional<KeyValue> held) {
    return held.map(item -> (long) item.key().length() + item.value().length()).orElse(0L);
  }
}
