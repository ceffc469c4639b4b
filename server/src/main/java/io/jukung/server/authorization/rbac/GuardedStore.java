package io.jukung.server.authorization.rbac;

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
import java.util.Optional;

/** A store of roles or bindings whose writes are judged by an {@link EscalationCheck}. */
public record GuardedStore(ResourceStore store, EscalationCheck check) implements ResourceStore {
  @Override
  public StoredObject create(
      RequestContext context, String namespace, ObjectNode object, WriteOptions options) {
    check.check(type(), context.user(), namespace, "", object, Optional.empty());
    return store.create(context, namespace, object, options);
  }

  @Override
  public UpdateResult update(
      RequestContext context,
      String namespace,
      String name,
      ObjectUpdate update,
      WriteOptions options) {
    ObjectUpdate checked =
        new ObjectUpdate() {
          @Override
          public ObjectNode apply(Optional<ObjectNode> current) {
            Optional<ObjectNode> old = current.map(ObjectNode::deepCopy);
            ObjectNode wanted = update.apply(current);
            check.check(type(), context.user(), namespace, name, wanted, old);
            return wanted;
          }

          @Override
          public Optional<String> requiredUid() {
            return update.requiredUid();
          }
        };
    return store.update(context, namespace, name, checked, options);
  }

  @Override
  public ResourceType type() {
    return store.type();
  }

  @Override
  public boolean returnsDeletedObject() {
    return store.returnsDeletedObject();
  }

  @Override
  public StoredObject get(String namespace, String name, String resourceVersion) {
    return store.get(namespace, name, resourceVersion);
  }

  @Override
  public ListResult list(ListOptions options) {
    return store.list(options);
  }

  @Override
  public DeleteResult delete(
      RequestContext context, String namespace, String name, DeleteOptions options) {
    return store.delete(context, namespace, name, options);
  }

  @Override
  public DeletedObjects deleteCollection(
      RequestContext context, ListOptions selection, DeleteOptions options) {
    return store.deleteCollection(context, selection, options);
  }

  @Override
  public ObjectWatch watch(WatchOptions options) {
    return store.watch(options);
  }
}
