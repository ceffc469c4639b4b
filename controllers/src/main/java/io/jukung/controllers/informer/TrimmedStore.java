package io.jukung.controllers.informer;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An informer's objects by key, without what nobody looks at: {@code metadata.managedFields} are
 * often the larger half of an object. Safe for all threads; as large as the resource.
 *
 * @param <T> the objects
 */
final class TrimmedStore<T extends HasMetadata> implements ItemStore<T> {
  private final Map<String, T> items = new ConcurrentHashMap<>();
  private final Consumer<T> trim;

  /**
   * An empty store.
   *
   * @param trim takes away, in place, what need not be kept of an object that just came
   */
  TrimmedStore(Consumer<T> trim) {
    this.trim = trim;
  }

  @Override
  public String getKey(T object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  @SuppressWarnings("NullAway") // The interface answers null for what is not there.
  public T put(String key, T object) {
    trim.accept(object);
    return items.put(key, object);
  }

  @Override
  @SuppressWarnings("NullAway") // The interface answers null for what is not there.
  public T remove(String key) {
    return items.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return items.keySet().stream();
  }

  @Override
  public Stream<T> values() {
    return items.values().stream();
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  @SuppressWarnings("NullAway") // The interface answers null for what is not there.
  public T get(String key) {
    return items.get(key);
  }
}
