package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.apply.ScaleFields;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.crd.CustomScale;
import io.jukung.registry.crd.CustomSchema;
import io.jukung.registry.subresource.Scale;

/** How a resource shows and takes its scale. */
interface ScaleViews {
  /** The scale that a GET answers with. */
  ObjectNode read(ObjectNode object);

  /** The scale after a write. */
  ObjectNode view(ObjectNode object);

  /** The scale as a write finds it, with those who own the replicas. */
  ObjectNode managed(ObjectNode object);

  /** The object, changed in place, with the replicas of {@code scale} and their owners. */
  ObjectNode write(ObjectNode object, ObjectNode scale);

  /** The views of a resource that has a scale. */
  static ScaleViews of(ResourceType type) {
    return type.schema() instanceof CustomSchema custom
        ? new Custom(custom.scale().orElseThrow())
        : new BuiltIn(type);
  }

  /** Built-in kinds: all keep replicas in the same place. */
  record BuiltIn(ResourceType type) implements ScaleViews {
    @Override
    public ObjectNode read(ObjectNode object) {
      return Scale.read(object);
    }

    @Override
    public ObjectNode view(ObjectNode object) {
      return Scale.read(object);
    }

    private ScaleFields fields() {
      return ScaleFields.builtIn(type.kind().group());
    }

    @Override
    public ObjectNode managed(ObjectNode object) {
      ObjectNode scale = Scale.read(object);
      fields().intoScale(object, scale);
      return scale;
    }

    @Override
    public ObjectNode write(ObjectNode object, ObjectNode scale) {
      fields().intoObject(object, scale);
      return Scale.write(type, object, scale);
    }
  }

  /** Custom resources: the definition says where. */
  record Custom(CustomScale scale) implements ScaleViews {
    @Override
    public ObjectNode read(ObjectNode object) {
      return scale.read(object);
    }

    @Override
    public ObjectNode view(ObjectNode object) {
      return scale.view(object);
    }

    @Override
    public ObjectNode managed(ObjectNode object) {
      return scale.managed(object);
    }

    @Override
    public ObjectNode write(ObjectNode object, ObjectNode written) {
      return scale.write(object, written);
    }
  }
}
