package io.jukung.server.authorization.rbac;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.store.ObjectUpdate;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.StoreView;
import io.jukung.registry.store.StoredObject;
import io.jukung.registry.store.UpdateResult;
import io.jukung.registry.store.WriteOptions;
import java.util.Optional;

/** A store of roles or bindings whose writes are judged by an {@link EscalationCheck}. */
public final class GuardedStore extends StoreView {
  private final EscalationCheck check;

  /** Judges writes by {@code check} on their way to {@code store}. */
  public GuardedStore(ResourceStore store, EscalationCheck check) {
    super(store);
    this.check = check;
  }

  @Override
  protected StoredObject shown(StoredObject object) {
    return object;
  }

  @Override
  public StoredObject create(
      RequestContext context, String namespace, ObjectNode object, WriteOptions options) {
    check.check(type(), context.user(), namespace, "", object, Optional.empty());
    return super.create(context, namespace, object, options);
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
    return super.update(context, namespace, name, checked, options);
  }
}
