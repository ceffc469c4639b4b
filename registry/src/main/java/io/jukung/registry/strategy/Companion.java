package io.jukung.registry.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.storage.Bytes;

/**
 * What comes, goes or changes with an object's write, in the same transaction: both happen or
 * neither, on every backend and with any number of writers.
 */
public sealed interface Companion {
  /**
   * An object of a cluster-scoped kind that must not exist yet; when it does, the write is not made
   * and its preparation runs again.
   *
   * @param resource the kind, in its storage version
   * @param object with its name; the store adds uid and creation time
   */
  record Claim(GroupVersionResource resource, ObjectNode object) implements Companion {
    /** Its name. */
    public String name() {
      return object.path("metadata").path("name").asText();
    }
  }

  /** An object of a cluster-scoped kind that goes, if it is there. */
  record Release(GroupVersionResource resource, String name) implements Companion {}

  /**
   * A record that is no resource and is written over; when it changed since it was read, the write
   * is not made and its preparation runs again.
   *
   * @param modRevision what it was read at; 0 when it was not there
   * @param object with {@code kind} and {@code apiVersion}
   */
  record Replace(Bytes key, long modRevision, ObjectNode object) implements Companion {}
}
