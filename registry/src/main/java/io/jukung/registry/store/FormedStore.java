package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.storage.Bytes;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A store whose objects go out in one version's form, whatever form they are stored in. The form is
 * made once per object and kept with it as long as the registry's budget lasts. Safe for all
 * threads.
 */
final class FormedStore implements ResourceStore {
  private final ResourceStore store;
  private final FormCodec codec;
  private final String form;

  FormedStore(ResourceStore store, FormCodec codec, String form) {
    this.store = store;
    this.codec = codec;
    this.form = form;
  }

  private StoredObject shown(StoredObject object) {
    Bytes json =
        object.rendition(form, stored -> codec.shown(stored.json(), store.type().schema()));
    return json.equals(object.json())
        ? object
        : new StoredObject(object.namespace(), object.name(), json, object.revision());
  }

  @Override
  public io.jukung.registry.catalog.ResourceType type() {
    return store.type();
  }

  @Override
  public boolean returnsDeletedObject() {
    return store.returnsDeletedObject();
  }

  @Override
  public StoredObject get(String namespace, String name, String resourceVersion) {
    return shown(store.get(namespace, name, resourceVersion));
  }

  @Override
  public ListResult list(ListOptions options) {
    return new Shown(store.list(options));
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
  public DeleteResult delete(
      RequestContext context, String namespace, String name, DeleteOptions options) {
    DeleteResult result = store.delete(context, namespace, name, options);
    return new DeleteResult(shown(result.object()), result.deleted());
  }

  @Override
  public DeletedObjects deleteCollection(
      RequestContext context, ListOptions selection, DeleteOptions options) {
    return store.deleteCollection(context, selection, options).map(this::shown);
  }

  @Override
  public ObjectWatch watch(WatchOptions options) {
    ObjectWatch watch = store.watch(options);
    return new ObjectWatch() {
      @Override
      public Optional<ObjectEvent> next(Duration wait) throws InterruptedException {
        return watch.next(wait).map(FormedStore.this::shown);
      }

      @Override
      public void close() {
        watch.close();
      }
    };
  }

  private ObjectEvent shown(ObjectEvent event) {
    try {
      return switch (event) {
        case ObjectEvent.Added(var object) -> new ObjectEvent.Added(shown(object));
        case ObjectEvent.Modified(var object) -> new ObjectEvent.Modified(shown(object));
        case ObjectEvent.Deleted(var object) -> new ObjectEvent.Deleted(shown(object));
        case ObjectEvent.Bookmark bookmark -> bookmark;
        case ObjectEvent.Ended ended -> ended;
        case ObjectEvent.Failed failed -> failed;
      };
    } catch (io.jukung.registry.status.StatusException e) {
      return new ObjectEvent.Failed(e);
    }
  }

  private final class Shown implements ListResult {
    private final ListResult list;

    private Shown(ListResult list) {
      this.list = list;
    }

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
      return shown(list.next());
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
}
