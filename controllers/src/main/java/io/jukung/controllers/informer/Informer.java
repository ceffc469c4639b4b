package io.jukung.controllers.informer;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.jukung.controllers.object.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The objects of one resource as last heard of, and the news about them. Safe for all threads;
 * handlers and indexes are added before it starts.
 *
 * @param <T> the objects
 */
public final class Informer<T extends HasMetadata> {
  private final SharedIndexInformer<T> informer;

  Informer(SharedIndexInformer<T> informer, Consumer<T> trim) {
    this.informer = informer;
    informer.itemStore(new TrimmedStore<>(trim));
    // An API server that comes later, or goes for a while, is waited for.
    informer.exceptionHandler((wasRunning, failure) -> true);
  }

  /** The object with the key. */
  public Optional<T> get(ObjectKey key) {
    return get(key.namespace(), key.name());
  }

  /** The object with the name. */
  public Optional<T> get(String namespace, String name) {
    String key = Cache.namespaceKeyFunc(namespace.isEmpty() ? null : namespace, name);
    return Optional.ofNullable(informer.getStore().getByKey(key));
  }

  /** All objects. */
  public List<T> list() {
    return informer.getStore().list();
  }

  /** All objects of a namespace. */
  public List<T> list(String namespace) {
    return informer.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace);
  }

  /** The objects that an index files under {@code value}. */
  public List<T> byIndex(String index, String value) {
    return informer.getIndexer().byIndex(index, value);
  }

  /** Adds an index; nothing happens when one of that name is there. */
  public synchronized void index(String name, Function<T, List<String>> values) {
    if (!informer.getIndexer().getIndexers().containsKey(name)) {
      informer.addIndexers(Map.of(name, values));
    }
  }

  /** Tells a handler of all changes from the start on. */
  public void handle(ChangeHandler<? super T> handler) {
    informer.addEventHandler(
        new ResourceEventHandler<T>() {
          @Override
          public void onAdd(T object) {
            handler.added(object);
          }

          @Override
          public void onUpdate(T before, T after) {
            handler.updated(before, after);
          }

          @Override
          public void onDelete(T last, boolean finalStateUnknown) {
            handler.deleted(last);
          }
        });
  }

  /** Tells a handler of each object that is new, changed or gone, whichever it is. */
  public void each(Consumer<? super T> handler) {
    handle(
        new ChangeHandler<T>() {
          @Override
          public void added(T object) {
            handler.accept(object);
          }

          @Override
          public void updated(T before, T after) {
            handler.accept(after);
          }

          @Override
          public void deleted(T last) {
            handler.accept(last);
          }
        });
  }

  /** As {@link #each}, but of a changed object it is also told what it was before. */
  public void eachVersion(Consumer<? super T> handler) {
    handle(
        new ChangeHandler<T>() {
          @Override
          public void added(T object) {
            handler.accept(object);
          }

          @Override
          public void updated(T before, T after) {
            handler.accept(before);
            handler.accept(after);
          }

          @Override
          public void deleted(T last) {
            handler.accept(last);
          }
        });
  }

  CompletionStage<Void> start() {
    return informer.start();
  }

  void stop() {
    informer.stop();
  }
}
