package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Computes an object's next state. Called anew, with the newest state, whenever another write came
 * between; so it must not have effects of its own.
 */
@FunctionalInterface
public interface ObjectUpdate {
  /**
   * The wanted state.
   *
   * @param current a private copy of the object as it is, resourceVersion included; empty when it
   *     does not exist
   * @throws io.jukung.registry.status.StatusException to give up with an answer
   */
  ObjectNode apply(Optional<ObjectNode> current);

  /** The uid the object must have for the update to run at all; empty when any will do. */
  default Optional<String> requiredUid() {
    return Optional.empty();
  }

  /** The update of a PUT: the body as it is, for the object with the body's uid when it has one. */
  static ObjectUpdate replaceWith(ObjectNode body) {
    String uid = body.path("metadata").path("uid").asText("");
    return new ObjectUpdate() {
      @Override
      public ObjectNode apply(Optional<ObjectNode> current) {
        return body.deepCopy();
      }

      @Override
      public Optional<String> requiredUid() {
        return uid.isEmpty() ? Optional.empty() : Optional.of(uid);
      }
    };
  }
}
