package io.jukung.storage.migrate;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.KeyValue;
import io.jukung.storage.RangeRequest;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Makes a target the same as a source at one revision. Used by one thread. */
public final class Migration {
  private static final int PAGE = 500;
  private static final int MOST_WRITES = 100;
  private static final long MOST_WRITE_BYTES = 1 << 20;

  private final Store source;
  private final KeyRange range;
  private final Target target;
  private final LongConsumer progress;

  /**
   * A migration of a range of keys.
   *
   * @param range what is copied; the target may hold other keys beside it
   * @param progress is told how many keys were gone through, now and then
   */
  public Migration(Store source, KeyRange range, Target target, LongConsumer progress) {
    this.source = source;
    this.range = range;
    this.target = target;
    this.progress = progress;
  }

  /**
   * What a sync did.
   *
   * @param revision the source's revision that the target now shows
   * @param keys the keys there are
   * @param written how many were new or different
   * @param deleted how many the source did not have any more
   */
  public record Synced(long revision, long keys, long written, long deleted) {}

  /** Makes the target what the source is now. What the source does meanwhile is for the next. */
  public Synced sync() {
    while (true) {
      long revision = source.readBarrier();
      target.begin(revision);
      try {
        return merge(revision);
      } catch (StoreException.Compacted e) {
        // The copy took longer than history is kept; what was copied counts for the next round.
        progress.accept(0);
      }
    }
  }

  /**
   * A hash of every key and value at a revision, the source's and the target's; equal when the
   * target shows that revision.
   */
  public List<String> hashes(long revision) {
    return List.of(hash(sourceItems(revision)), hash(targetItems()));
  }

  private Synced merge(long revision) {
    Changes changes = new Changes();
    long keys = 0;
    Walk here = new Walk(sourceItems(revision));
    Walk there = new Walk(targetItems());
    while (here.item != null || there.item != null) {
      int order =
          here.item == null
              ? 1
              : there.item == null ? -1 : here.item.key().compareTo(there.item.key());
      if (order > 0) {
        changes.delete(there.take().key());
      } else {
        KeyValue item = here.take();
        if (order < 0 || !target.same(item, there.take())) {
          changes.put(item);
        }
        if (++keys % 10_000 == 0) {
          progress.accept(keys);
        }
      }
    }
    changes.flush();
    return new Synced(revision, keys, changes.written, changes.deleted);
  }

  private Iterator<KeyValue> sourceItems(long revision) {
    return new Pages(
        range, rest -> source.range(new RangeRequest(rest, revision, PAGE, false)).items());
  }

  private Iterator<KeyValue> targetItems() {
    return new Pages(range, rest -> target.page(rest, PAGE));
  }

  private String hash(Iterator<KeyValue> items) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      while (items.hasNext()) {
        digest.update(target.facts(items.next()));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Everything, a page at a time. */
  private static final class Pages implements Iterator<KeyValue> {
    private final Function<KeyRange, List<KeyValue>> read;
    private List<KeyValue> page = List.of();
    private int next;
    private final Bytes end;
    private @Nullable KeyRange rest;

    Pages(KeyRange range, Function<KeyRange, List<KeyValue>> read) {
      this.rest = range;
      this.end = range.end();
      this.read = read;
    }

    @Override
    public boolean hasNext() {
      if (next == page.size() && rest != null) {
        page = read.apply(rest);
        next = 0;
        rest = page.size() < PAGE ? null : new KeyRange(page.getLast().key().successor(), end);
      }
      return next < page.size();
    }

    @Override
    public KeyValue next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.get(next++);
    }
  }

  /** An iterator whose next item can be looked at. */
  private static final class Walk {
    private final Iterator<KeyValue> items;
    private @Nullable KeyValue item;

    Walk(Iterator<KeyValue> items) {
      this.items = items;
      advance();
    }

    KeyValue take() {
      KeyValue taken = item;
      if (taken == null) {
        throw new NoSuchElementException();
      }
      advance();
      return taken;
    }

    private void advance() {
      item = items.hasNext() ? items.next() : null;
    }
  }

  /** Changes gathered for one write. */
  private final class Changes {
    private final List<KeyValue> puts = new ArrayList<>();
    private final List<Bytes> deletes = new ArrayList<>();
    private long bytes;
    private long written;
    private long deleted;

    void put(KeyValue item) {
      puts.add(item);
      bytes += item.value().length();
      written++;
      flushIfFull();
    }

    void delete(Bytes key) {
      deletes.add(key);
      deleted++;
      flushIfFull();
    }

    private void flushIfFull() {
      if (puts.size() + deletes.size() >= MOST_WRITES || bytes >= MOST_WRITE_BYTES) {
        flush();
      }
    }

    void flush() {
      if (!puts.isEmpty() || !deletes.isEmpty()) {
        target.write(List.copyOf(puts), List.copyOf(deletes));
        puts.clear();
        deletes.clear();
        bytes = 0;
      }
    }
  }
}
