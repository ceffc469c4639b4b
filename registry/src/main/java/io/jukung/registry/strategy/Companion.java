package io.jukung.registry.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersionResource;

/**
 * An object of a cluster-scoped kind that comes or goes with another one's write, in the same
 * transaction: both happen or neither, on every backend and with any number of writers.
 */
public sealed interface Companion {
  /** The kind, in its storage version. */
  GroupVersionResource resource();

  /** Its name. */
  String name();

  /**
   * An object that must not exist yet; when it does, the write is not made and its preparation runs
   * again.
   *
   * @param object with its name; the store adds uid and creation time
   */
  record Claim(GroupVersionResource resource, ObjectNode object) implements Companion {
    @Override
    public String name() {
      return object.path("metadata").path("name").asText();
    }
  }

  /** An object that goes, if it is there. */
  record Release(GroupVersionResource resource, String name) implements Companion {}
}
