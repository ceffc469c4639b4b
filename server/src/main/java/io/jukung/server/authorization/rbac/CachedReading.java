package io.jukung.server.authorization.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.registry.store.ListOptions;
import io.jukung.registry.store.ListResult;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One resource of the read cache, read into values; an object that did not change is not read
 * again. Used by one thread at a time, but for {@link #changed}.
 */
final class CachedReading<T> {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ListOptions ALL =
      new ListOptions("", LabelSelector.EVERYTHING, FieldSelector.EVERYTHING, 0, "", "0", "");

  private final ResourceStore store;
  private final LongSupplier lastChange;
  private final Function<JsonNode, T> reader;
  private Map<StoredObject, T> known = new HashMap<>();
  private volatile long read = -1;

  /** Reads {@code store}, whose last change {@code lastChange} tells. */
  CachedReading(ResourceStore store, LongSupplier lastChange, Function<JsonNode, T> reader) {
    this.store = store;
    this.lastChange = lastChange;
    this.reader = reader;
  }

  /** Whether there is a change that was not read; for all threads. */
  boolean changed() {
    return read != lastChange.getAsLong();
  }

  /** Shows all objects as they are now. */
  void read(BiConsumer<StoredObject, T> consumer) {
    long revision = lastChange.getAsLong(); // before the list, which may be newer
    Map<StoredObject, T> fresh = new HashMap<>();
    try (ListResult objects = store.list(ALL)) {
      while (objects.hasNext()) {
        StoredObject object = objects.next();
        T value = known.get(object);
        if (value == null) {
          value = reader.apply(tree(object));
        }
        fresh.put(object, value);
        consumer.accept(object, value);
      }
    }
    known = fresh;
    read = revision;
  }

  private static JsonNode tree(StoredObject object) {
    try {
      return MAPPER.readTree(object.json().array());
    } catch (IOException e) {
      throw new UncheckedIOException("stored object is not JSON: " + object, e);
    }
  }
}
