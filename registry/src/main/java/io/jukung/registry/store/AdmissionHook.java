package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Validating admission as the store calls it: on the final object, inside the retry loop. */
@FunctionalInterface
public interface AdmissionHook {
  /** Lets everything pass. */
  AdmissionHook NONE = (object, old) -> {};

  /**
   * Decides on a write.
   *
   * @param object the final object; empty for a delete. Not to be changed
   * @param old the object as it is stored; empty on create
   * @throws io.jukung.registry.status.StatusException to refuse
   */
  void validate(Optional<ObjectNode> object, Optional<ObjectNode> old);
}
