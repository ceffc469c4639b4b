package io.jukung.raftstore.ratis;

import java.lang.reflect.Field;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.apache.ratis.server.protocol.TermIndex;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets places in the log, {@link TermIndex}, be plain objects. Ratis 3.3.0 looks each one up, and
 * it makes one dozens of times for an entry, in a map of weak references, so that equal ones are
 * the same, with a supplier each: much of what is alive in the young heap. Nothing relies on that;
 * they have {@code equals}. For the whole process.
 */
public final class TermIndexes {
  private static final Logger LOG = LoggerFactory.getLogger(TermIndexes.class);

  private TermIndexes() {}

  /** Without effect, and said so, when Ratis has changed. */
  public static void keepNone() {
    try {
      replace();
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("places in the log are looked up", e);
    }
  }

  /** What is private in Ratis. */
  static void replace() throws ReflectiveOperationException {
    Field cache = TermIndex.Impl.class.getDeclaredField("CACHE");
    cache.setAccessible(true);
    Object kept = cache.get(null);
    Field map = kept.getClass().getDeclaredField("map");
    map.setAccessible(true);
    if (!(map.get(kept) instanceof Terms)) {
      map.set(kept, new Terms());
    }
  }

  /** One of a term's places after another is asked for, so it is enough to know one term. */
  @SuppressWarnings("serial")
  private static final class Terms extends ConcurrentHashMap<Long, ConcurrentMap<Long, TermIndex>> {
    private volatile Indexes last = new Indexes(0);

    @Override
    public ConcurrentMap<Long, TermIndex> computeIfAbsent(
        Long term, Function<? super Long, ? extends ConcurrentMap<Long, TermIndex>> make) {
      Indexes indexes = last;
      if (indexes.term != term) {
        indexes = new Indexes(term);
        last = indexes;
      }
      return indexes;
    }
  }

  /** Makes what it is asked for, and keeps nothing. */
  @SuppressWarnings("serial")
  private static final class Indexes extends ConcurrentHashMap<Long, TermIndex> {
    private final long term;

    Indexes(long term) {
      this.term = term;
    }

    @Override
    public TermIndex computeIfAbsent(Long index, Function<? super Long, ? extends TermIndex> make) {
      return new Place(term, index);
    }
  }

  /** Equal to Ratis' own, of which there are a few. */
  private record Place(long term, long index) implements TermIndex {
    @Override
    public long getTerm() {
      return term;
    }

    @Override
    public long getIndex() {
      return index;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof TermIndex that && that.getTerm() == term && that.getIndex() == index;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(term) ^ Long.hashCode(index); // As Ratis has it.
    }

    @Override
    public String toString() {
      return "(t:" + term + ", i:" + index + ")";
    }
  }
}
