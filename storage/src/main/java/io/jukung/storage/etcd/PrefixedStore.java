package io.jukung.storage.etcd;

import io.jukung.storage.Bytes;
import io.jukung.storage.KeyRange;
import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.StoreView;
import java.util.Arrays;

/**
 * The part of a store under one prefix, seen as if it lay under another: kube-apiserver's {@code
 * --etcd-prefix}. Revisions are the whole store's; what lies elsewhere is not seen.
 */
public final class PrefixedStore extends StoreView {
  private final Bytes seen;
  private final Bytes real;

  /**
   * A view of a store, which it closes.
   *
   * @param seen what keys begin with here, such as {@code /registry/}
   * @param real what they begin with in the store
   */
  public PrefixedStore(Store store, Bytes seen, Bytes real) {
    super(store);
    if (seen.length() == 0 || real.length() == 0) {
      throw new IllegalArgumentException("expected prefixes of one byte or more");
    }
    this.seen = seen;
    this.real = real;
  }

  @Override
  protected Bytes real(Bytes key) {
    if (!key.startsWith(seen)) {
      throw new StoreException.Invalid("key outside of " + seen.utf8() + ": " + key);
    }
    return replace(key, seen, real);
  }

  /** The part of a range that lies under the prefix; an empty one when none does. */
  @Override
  protected KeyRange real(KeyRange range) {
    Bytes start =
        range.start().startsWith(seen)
            ? replace(range.start(), seen, real)
            : range.start().compareTo(seen) < 0 ? real : real.prefixEnd();
    boolean inside = range.end().startsWith(seen);
    boolean beyond = range.end().length() == 0 || range.end().compareTo(seen) > 0;
    Bytes end = inside ? replace(range.end(), seen, real) : beyond ? real.prefixEnd() : real;
    return new KeyRange(start, end);
  }

  @Override
  protected Bytes seen(Bytes key) {
    return replace(key, real, seen);
  }

  private static Bytes replace(Bytes key, Bytes from, Bytes to) {
    int rest = key.length() - from.length();
    byte[] replaced = Arrays.copyOf(to.array(), to.length() + rest);
    System.arraycopy(key.array(), from.length(), replaced, to.length(), rest);
    return Bytes.wrap(replaced);
  }
}
