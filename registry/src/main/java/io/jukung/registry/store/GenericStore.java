package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;

/** The store of one resource: hands each verb to the class that knows it. */
final class GenericStore implements ResourceStore {
  private final ResourceAccess access;
  private final ObjectReads reads;
  private final ObjectCreates creates;
  private final ObjectUpdates updates;
  private final ObjectDeletes deletes;
  private final ObjectWatches watches;

  GenericStore(Writer writer) {
    this.access = writer.access;
    this.reads = new ObjectReads(access);
    this.creates = new ObjectCreates(writer);
    this.updates = new ObjectUpdates(writer, creates);
    this.deletes = new ObjectDeletes(writer, reads);
    this.watches = new ObjectWatches(access);
  }

  @Override
  public ResourceType type() {
    return access.type;
  }

  @Override
  public boolean returnsDeletedObject() {
    return access.strategy.returnsDeletedObject();
  }

  @Override
  public StoredObject get(String namespace, String name, String resourceVersion) {
    return reads.get(namespace, name, resourceVersion);
  }

  @Override
  public ListResult list(ListOptions options) {
    return reads.list(options);
  }

  @Override
  public StoredObject create(
      RequestContext context, String namespace, ObjectNode object, WriteOptions options) {
    return creates.create(context, namespace, object, options);
  }

  @Override
  public UpdateResult update(
      RequestContext context,
      String namespace,
      String name,
      ObjectUpdate update,
      WriteOptions options) {
    return updates.update(context, namespace, name, update, options);
  }

  @Override
  public DeleteResult delete(
      RequestContext context, String namespace, String name, DeleteOptions options) {
    return deletes.delete(context, namespace, name, options);
  }

  @Override
  public DeletedObjects deleteCollection(
      RequestContext context, ListOptions selection, DeleteOptions options) {
    return deletes.deleteCollection(context, selection, options);
  }

  @Override
  public ObjectWatch watch(WatchOptions options) {
    return watches.watch(options);
  }
}
