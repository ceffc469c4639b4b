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
}
