package io.jukung.storage.watch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest changes, one per revision without gaps, bounded by count and bytes. Not thread-safe.
 */
final class ChangeRing {
  /** For watches that resume soon; others read history. */
  private static final long DELIVERED_BYTES = 512 << 10;

  private final @Nullable Change[] slots;
  private final long maxBytes;
  private long oldest;
  private long newest;
  private long newestNotWhole;
  private long bytes;

  ChangeRing(long revision, int capacity, long maxBytes) {
    this.slots = new Change[capacity];
    this.maxBytes = maxBytes;
    this.oldest = revision + 1;
    this.newest = revision;
  }

  long newest() {
    return newest;
  }

  /** Whether every change from {@code revision} on is here; true for the one after the newest. */
  boolean holds(long revision) {
    return revision >= oldest;
  }

  /** The same, with previous values if {@code previous}. */
  boolean holds(long revision, boolean previous) {
    return holds(revision) && (!previous || revision > newestNotWhole);
  }

  /** Keeps little of what all watches served from here have got: up to {@code revision}. */
  void delivered(long revision) {
    while (bytes > DELIVERED_BYTES && oldest <= revision) {
      removeOldest();
    }
  }

  void add(Change change) {
    if (change.revision() != newest + 1) {
      throw new IllegalStateException(
          "published revision " + change.revision() + " after " + newest);
    }
    bytes += change.bytes();
    newest = change.revision();
    newestNotWhole = change.whole() ? newestNotWhole : newest;
    while (newest - oldest + 1 > slots.length || (bytes > maxBytes && oldest < newest)) {
      removeOldest();
    }
    slots[slot(newest)] = change;
  }

  private void removeOldest() {
    bytes -= at(oldest).bytes();
    slots[slot(oldest)] = null;
    oldest++;
  }

  /** Forgets all: the next one is that after {@code revision}. */
  void jump(long revision) {
    Arrays.fill(slots, null);
    oldest = revision + 1;
    newest = revision;
    bytes = 0;
  }

  List<Change> copy(long from, long to) {
    List<Change> copy = new ArrayList<>((int) Math.max(0, to - from + 1));
    for (long revision = from; revision <= to; revision++) {
      copy.add(at(revision));
    }
    return copy;
  }

  private Change at(long revision) {
    return Objects.requireNonNull(slots[slot(revision)]);
  }

  private int slot(long revision) {
    return (int) (revision % slots.length);
  }
}
