package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.store.DeleteOptions;
import io.jukung.registry.store.DeleteResult;
import io.jukung.registry.store.DeletedObjects;
import io.jukung.registry.store.ListOptions;
import io.jukung.registry.store.ListResult;
import io.jukung.registry.store.ObjectUpdate;
import io.jukung.registry.store.ObjectWatch;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.StoredObject;
import io.jukung.registry.store.UpdateResult;
import io.jukung.registry.store.WatchOptions;
import io.jukung.registry.store.WriteOptions;

/** Stands where a store would be, for resources of which nothing is stored. */
enum UnstoredResource implements ResourceStore {
  INSTANCE;

  private static RuntimeException none() {
    return Target.methodNotAllowed();
  }

  @Override
  public ResourceType type() {
    throw none();
  }

  @Override
  public boolean returnsDeletedObject() {
    throw none();
  }

  @Override
  public StoredObject get(String namespace, String name, String resourceVersion) {
    throw none();
  }

  @Override
  public ListResult list(ListOptions options) {
    throw none();
  }

  @Override
  public StoredObject create(
      RequestContext context, String namespace, ObjectNode object, WriteOptions options) {
    throw none();
  }

  @Override
  public UpdateResult update(
      RequestContext context,
      String namespace,
      String name,
      ObjectUpdate update,
      WriteOptions options) {
    throw none();
  }

  @Override
  public DeleteResult delete(
      RequestContext context, String namespace, String name, DeleteOptions options) {
    throw none();
  }

  @Override
  public DeletedObjects deleteCollection(
      RequestContext context, ListOptions selection, DeleteOptions options) {
    throw none();
  }

  @Override
  public ObjectWatch watch(WatchOptions options) {
    throw none();
  }
}
