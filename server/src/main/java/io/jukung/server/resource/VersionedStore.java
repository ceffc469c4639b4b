package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.conversion.Conversions;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.store.ObjectUpdate;
import io.jukung.registry.store.ResourceStore;
import io.jukung.registry.store.StoreView;
import io.jukung.registry.store.StoredObject;
import io.jukung.registry.store.UpdateResult;
import io.jukung.registry.store.WriteOptions;
import io.jukung.storage.Bytes;

/**
 * A store seen through another version than the one its objects are kept in. Safe for all threads.
 */
final class VersionedStore extends StoreView {
  private final ResourceType type;
  private final Transcoder transcoder;
  private final String form;

  VersionedStore(ResourceStore store, Transcoder transcoder) {
    super(store);
    this.type = store.type();
    this.transcoder = transcoder;
    this.form = "version-" + type.kind().apiVersion();
  }

  @Override
  protected StoredObject shown(StoredObject object) {
    Bytes json =
        object.rendition(
            form,
            stored ->
                transcoder.json(
                    Conversions.fromStorage(type, transcoder.tree(stored.json())), type.schema()));
    return new StoredObject(object.namespace(), object.name(), json, object.revision());
  }

  @Override
  public StoredObject create(
      RequestContext context, String namespace, ObjectNode object, WriteOptions options) {
    return super.create(
        context, namespace, Conversions.toStorage(type, object.deepCopy()), options);
  }

  @Override
  public UpdateResult update(
      RequestContext context,
      String namespace,
      String name,
      ObjectUpdate update,
      WriteOptions options) {
    return super.update(
        context,
        namespace,
        name,
        update.through(
            object -> Conversions.fromStorage(type, object),
            object -> Conversions.toStorage(type, object.deepCopy())),
        options);
  }
}
