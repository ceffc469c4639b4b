package io.jukung.storage;

/**
 * A half-open range of keys: from {@code start} up to but without {@code end}.
 *
 * @param start the first key of the range; {@link Bytes#EMPTY} means from the first key there is
 * @param end the first key behind the range; {@link Bytes#EMPTY} means without end
 */
public record KeyRange(Bytes start, Bytes end) {
  /** The range of every key. */
  public static final KeyRange ALL = new KeyRange(Bytes.EMPTY, Bytes.EMPTY);

  /** The range of all keys that start with {@code prefix}. */
  public static KeyRange prefix(Bytes prefix) {
    return new KeyRange(prefix, prefix.prefixEnd());
  }

  /** The range that holds {@code key} and no other. */
  public static KeyRange single(Bytes key) {
    return new KeyRange(key, key.successor());
  }

  /** True when {@code key} lies in this range. */
  public boolean contains(Bytes key) {
    return key.compareTo(start) >= 0 && (end.length() == 0 || key.compareTo(end) < 0);
  }
}
