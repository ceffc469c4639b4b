package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import java.time.Duration;
import java.util.Optional;

/**
 * A store in front of another one, which looks at all that comes out of it. Who extends it changes
 * what goes in by its own methods before these. Safe for all threads, as far as {@link #shown} is.
 */
public abstract class StoreView implements ResourceStore {
  private final ResourceStore store;

  /** A view of the store. */
  protected StoreView(ResourceStore store) {
    this.store = store;
  }

  /** The object as it goes out; every object of an answer passes here once. */
  protected abstract StoredObject shown(StoredObject object);

  @Override
  public final ResourceType type() {
    return store.type();
  }

  @Override
  public final boolean returnsDeletedObject() {
    return store.returnsDeletedObject();
  }

  @Override
  public final StoredObject get(String namespace, String name, String resourceVersion) {
    return shown(store.get(namespace, name, resourceVersion));
  }

  @Override
  public ListResult list(ListOptions options) {
    return store.list(options).map(this::shown);
  }

  @Override
  public StoredObject create(
      RequestContext context, String namespace, ObjectNode object, WriteOptions options) {
    return shown(store.create(context, namespace, object, options));
  }

  @Override
  public UpdateResult update(
      RequestContext context,
      String namespace,
      String name,
      ObjectUpdate update,
      WriteOptions options) {
    UpdateResult result = store.update(context, namespace, name, update, options);
    return new UpdateResult(shown(result.object()), result.created());
  }

  @Override
  public final DeleteResult delete(
      RequestContext context, String namespace, String name, DeleteOptions options) {
    DeleteResult result = store.delete(context, namespace, name, options);
    return new DeleteResult(shown(result.object()), result.deleted());
  }

  @Override
  public final DeletedObjects deleteCollection(
      RequestContext context, ListOptions selection, DeleteOptions options) {
    return store.deleteCollection(context, selection, options).map(this::shown);
  }

  @Override
  public ObjectWatch watch(WatchOptions options) {
    ObjectWatch watch = store.watch(options);
    return new ObjectWatch() {
      @Override
      public Optional<ObjectEvent> next(Duration wait) throws InterruptedException {
        return watch.next(wait).map(event -> event.map(StoreView.this::shown));
      }

      @Override
      public void close() {
        watch.close();
      }
    };
  }
}
