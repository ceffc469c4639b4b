package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

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

  /** Whether it makes an object that does not exist, whatever the kind's rule for PUT. */
  default boolean createsMissing() {
    return false;
  }

  /** This update for objects kept in another form than the one it is written for. */
  default ObjectUpdate through(
      UnaryOperator<ObjectNode> fromStored, UnaryOperator<ObjectNode> toStored) {
    ObjectUpdate inner = this;
    return new ObjectUpdate() {
      @Override
      public ObjectNode apply(Optional<ObjectNode> current) {
        return toStored.apply(inner.apply(current.map(fromStored)));
      }

      @Override
      public Optional<String> requiredUid() {
        return inner.requiredUid();
      }

      @Override
      public boolean createsMissing() {
        return inner.createsMissing();
      }
    };
  }

  /** The update of a PUT: the body as it is, for the object with the body's uid when it has one. */
  static ObjectUpdate replaceWith(ObjectNode body) {
    return replaceWith(body, (wanted, current) -> {});
  }

  /**
   * The update of a PUT.
   *
   * @param change may change a copy of the body, knowing the object as it is
   */
  static ObjectUpdate replaceWith(
      ObjectNode body, BiConsumer<ObjectNode, Optional<ObjectNode>> change) {
    String uid = body.path("metadata").path("uid").asText("");
    return new ObjectUpdate() {
      @Override
      public ObjectNode apply(Optional<ObjectNode> current) {
        ObjectNode wanted = body.deepCopy();
        change.accept(wanted, current);
        return wanted;
      }

      @Override
      public Optional<String> requiredUid() {
        return uid.isEmpty() ? Optional.empty() : Optional.of(uid);
      }
    };
  }
}
