package io.jukung.registry.store;

import java.util.Iterator;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * One page of a list at one revision. Items are read while iterating, so a list of any size takes
 * little memory; what stands behind the items ({@link #continueToken}, {@link #remainingItemCount})
 * is known from the start, since it goes in front of them. Used by one thread; closed when done.
 */
public interface ListResult extends Iterator<StoredObject>, AutoCloseable {
  /** The revision of the whole list. */
  long revision();

  /** The token of the next page; empty on the last. */
  String continueToken();

  /** How many items follow this page, when that is known. */
  OptionalLong remainingItemCount();

  /** Goes back to the first item, for readers that must know sizes before they write. */
  void rewind();

  /** The same with other forms of the objects, made as they are read; closing it closes this. */
  default ListResult map(UnaryOperator<StoredObject> form) {
    return new MappedList(this, form);
  }

  @Override
  void close();
}
