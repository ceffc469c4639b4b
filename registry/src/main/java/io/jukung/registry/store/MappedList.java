package io.jukung.registry.store;

import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** A list whose items go out in another form, made while they are read. */
record MappedList(ListResult list, UnaryOperator<StoredObject> form) implements ListResult {
  @Override
  public long revision() {
    return list.revision();
  }

  @Override
  public String continueToken() {
    return list.continueToken();
  }

  @Override
  public OptionalLong remainingItemCount() {
    return list.remainingItemCount();
  }

  @Override
  public boolean hasNext() {
    return list.hasNext();
  }

  @Override
  public StoredObject next() {
    return form.apply(list.next());
  }

  @Override
  public void rewind() {
    list.rewind();
  }

  @Override
  public void close() {
    list.close();
  }
}
