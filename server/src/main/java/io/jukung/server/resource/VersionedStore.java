package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.conversion.Conversions;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.store.DeleteOptions;
import io.jukung.registry.store.DeleteResult;
import io.jukung.registry.store.DeletedObjects;
import io.jukung.registry.store.ListOptions;
import io.jukung.registry.store.ListResult;
import io.jukung.registry.store.ObjectEvent;
import io.jukung.registry.store.ObjectUpdate;
import io.jukung.registry.store.ObjectWatch;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.StoredObject;
import io.jukung.registry.store.UpdateResult;
import io.jukung.registry.store.WatchOptions;
import io.jukung.registry.store.WriteOptions;
import io.jukung.storage.Bytes;
import java.time.Duration;
import java.util.Optional;

/**
 * A store seen through another version than the one its objects are kept in. Safe for all threads.
 */
final class VersionedStore implements ResourceStore {
  private final ResourceStore store;
  private final ResourceType type;
  private final Transcoder transcoder;
  private final String form;

  VersionedStore(ResourceStore store, Transcoder transcoder) {
    this.store = store;
    this.type = store.type();
    this.transcoder = transcoder;
    this.form = "version-" + type.kind().apiVersion();
  }

  private StoredObject versioned(StoredObject object) {
    Bytes json =
        object.rendition(
            form,
            stored ->
                transcoder.json(
                    Conversions.fromStorage(type, transcoder.tree(stored.json())), type.schema()));
    return new StoredObject(object.namespace(), object.name(), json, object.revision());
  }

  @Override
  public ResourceType type() {
    return type;
  }

  @Override
  public boolean returnsDeletedObject() {
    return store.returnsDeletedObject();
  }

  @Override
  public StoredObject get(String namespace, String name, String resourceVersion) {
    return versioned(store.get(namespace, name, resourceVersion));
  }

  @Override
  public ListResult list(ListOptions options) {
    return store.list(options).map(this::versioned);
  }

  @Override
  public StoredObject create(
      RequestContext context, String namespace, ObjectNode object, WriteOptions options) {
    return versioned(
        store.create(context, namespace, Conversions.toStorage(type, object.deepCopy()), options));
  }

  @Override
  public UpdateResult update(
      RequestContext context,
      String namespace,
      String name,
      ObjectUpdate update,
      WriteOptions options) {
    UpdateResult result =
        store.update(
            context,
            namespace,
            name,
            update.through(
                object -> Conversions.fromStorage(type, object),
                object -> Conversions.toStorage(type, object.deepCopy())),
            options);
    return new UpdateResult(versioned(result.object()), result.created());
  }

  @Override
  public DeleteResult delete(
      RequestContext context, String namespace, String name, DeleteOptions options) {
    DeleteResult result = store.delete(context, namespace, name, options);
    return new DeleteResult(versioned(result.object()), result.deleted());
  }

  @Override
  public DeletedObjects deleteCollection(
      RequestContext context, ListOptions selection, DeleteOptions options) {
    return store.deleteCollection(context, selection, options).map(this::versioned);
  }

  @Override
  public ObjectWatch watch(WatchOptions options) {
    ObjectWatch watch = store.watch(options);
    return new ObjectWatch() {
      @Override
      public Optional<ObjectEvent> next(Duration wait) throws InterruptedException {
        return watch.next(wait).map(event -> event.map(VersionedStore.this::versioned));
      }

      @Override
      public void close() {
        watch.close();
      }
    };
  }
}
