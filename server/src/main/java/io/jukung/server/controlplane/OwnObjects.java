package io.jukung.server.controlplane;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.FieldManager;
import io.jukung.registry.apply.FieldManagers;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.AdmissionHook;
import io.jukung.registry.store.DeleteOptions;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.StoredObject;
import io.jukung.registry.store.WriteOptions;
import io.jukung.storage.Bytes;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The objects of one resource as the server itself writes them: without admission, and recorded in
 * {@code metadata.managedFields} under {@link #MANAGER}, as upstream's server does by its loopback
 * client. Safe for all threads.
 */
public final class OwnObjects {
  /** The manager of what the server writes itself. */
  public static final String MANAGER = "kube-apiserver";

  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final ResourceStore store;
  private final FieldManager fields;
  private final Function<Bytes, ObjectNode> reader;

  /**
   * The objects of a store.
   *
   * @param reader makes a tree of an object's JSON
   */
  public OwnObjects(ResourceStore store, FieldManagers fields, Function<Bytes, ObjectNode> reader) {
    this.store = store;
    this.fields = fields.of(store.type(), "");
    this.reader = reader;
  }

  /** The store beneath. */
  public ResourceStore store() {
    return store;
  }

  /** The object as it is, the caller's own; empty when there is none. */
  public Optional<ObjectNode> get(String namespace, String name) {
    try {
      return Optional.of(tree(store.get(namespace, name, "")));
    } catch (StatusException e) {
      if (e.code() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The tree of an object of a list or a watch. */
  public ObjectNode tree(StoredObject object) {
    return reader.apply(object.json());
  }

  /**
   * Creates an object that is complete.
   *
   * @return false when it exists already
   */
  public boolean create(String namespace, ObjectNode object) {
    fields.update(Optional.empty(), object, MANAGER);
    try {
      var _ = store.create(RequestContext.server(), namespace, object, WriteOptions.DEFAULT);
      return true;
    } catch (StatusException e) {
      if (e.code() == CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Changes an object, anew after each conflict; writes nothing when it stays the same.
   *
   * @return false when there is no such object
   */
  public boolean update(String namespace, String name, UnaryOperator<ObjectNode> change) {
    try {
      var _ =
          store.update(
              RequestContext.server(),
              namespace,
              name,
              current -> {
                ObjectNode live =
                    current.orElseThrow(
                        () -> StatusException.notFound(store.type().resource(), name));
                ObjectNode wanted = change.apply(live.deepCopy());
                fields.update(Optional.of(live), wanted, MANAGER);
                return wanted;
              },
              new WriteOptions(false, "", AdmissionHook.NONE));
      return true;
    } catch (StatusException e) {
      if (e.code() == NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /** Deletes an object if it is there. */
  public void delete(String namespace, String name, DeleteOptions options) {
    try {
      var _ = store.delete(RequestContext.server(), namespace, name, options);
    } catch (StatusException e) {
      if (e.code() != NOT_FOUND && e.code() != CONFLICT) {
        throw e;
      }
    }
  }
}
