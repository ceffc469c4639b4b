package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.List;
import java.util.Optional;

/**
 * The objects plugins decide by. Safe for all threads; what it gives out is the caller's own to
 * read, not to change.
 */
public interface AdmissionObjects {
  /**
   * One object as the read cache has it, and when it has none, as it is now: a change of this
   * moment may be missing, a new object is not.
   *
   * @param namespace empty for cluster-scoped kinds
   */
  Optional<JsonNode> find(GroupVersionResource resource, String namespace, String name);

  /** One object as it is now: every write acknowledged before this call is seen. */
  Optional<JsonNode> newest(GroupVersionResource resource, String namespace, String name);

  /**
   * All objects of a namespace, or of the cluster, as the read cache has them: a write of this
   * moment may be missing.
   *
   * @param namespace empty for all
   */
  List<JsonNode> list(GroupVersionResource resource, String namespace);

  /** Grows with every change of the resource's objects in the read cache; cheap to ask. */
  long lastChange(GroupVersionResource resource);
}
