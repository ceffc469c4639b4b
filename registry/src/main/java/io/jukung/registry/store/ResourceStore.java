package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.request.RequestContext;

/**
 * The objects of one resource.
 *
 * <p>Objects come in as trees of the storage version, decoded and defaulted, and go out as bytes.
 * All methods may be called from any thread, block until done, and throw {@link
 * io.jukung.registry.status.StatusException} for every failure a client is to be told of. A failed
 * call has changed nothing.
 */
public interface ResourceStore {
  /** The resource. */
  ResourceType type();

  /**
   * Whether the answer to a delete that removed an object is the object, else a {@code Status}
   * (upstream's {@code ReturnDeletedObject}).
   */
  boolean returnsDeletedObject();

  /**
   * Reads one object.
   *
   * @param resourceVersion as the client sent it: empty is the newest, anything else a lower bound
   */
  StoredObject get(String namespace, String name, String resourceVersion);

  /** Lists; the caller closes the result. */
  ListResult list(ListOptions options);

  /** Creates an object; its name may be empty when it has a {@code generateName}. */
  StoredObject create(
      RequestContext context, String namespace, ObjectNode object, WriteOptions options);

  /**
   * Changes an object, or creates it where the kind allows that. The update runs again after each
   * conflict, unless the object it returns carries a resourceVersion: then a difference is the
   * client's conflict.
   */
  UpdateResult update(
      RequestContext context,
      String namespace,
      String name,
      ObjectUpdate update,
      WriteOptions options);

  /** Deletes an object, or marks it for deletion. */
  DeleteResult delete(RequestContext context, String namespace, String name, DeleteOptions options);

  /** Deletes all that {@code selection} lists. */
  DeletedObjects deleteCollection(
      RequestContext context, ListOptions selection, DeleteOptions options);

  /** Starts a watch; the caller closes it. */
  ObjectWatch watch(WatchOptions options);
}
