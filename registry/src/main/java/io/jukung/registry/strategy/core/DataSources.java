package io.jukung.registry.strategy.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The two fields of a claim that name where its data comes from ({@code
 * pkg/api/persistentvolumeclaim/util.go} at v1.36).
 */
final class DataSources {
  private static final String SOURCE = "dataSource";
  private static final String REFERENCE = "dataSourceRef";
  private static final String NAMESPACE = "namespace";

  private DataSources() {}

  /**
   * Drops what lies in another namespace, a feature that is off, and what the older field can't
   * name, and lets each field follow the other.
   *
   * @param before the spec as it was; a missing node for a new claim
   */
  static void prepare(ObjectNode claim, JsonNode before) {
    if (!(claim.get("spec") instanceof ObjectNode spec)) {
      return;
    }
    if (!before.hasNonNull(REFERENCE)
        && !spec.path(REFERENCE).path(NAMESPACE).asText("").isEmpty()) {
      spec.remove(REFERENCE);
    }
    boolean used = before.hasNonNull(SOURCE) || before.hasNonNull(REFERENCE);
    if (!used && !spec.hasNonNull(REFERENCE) && !old(spec.path(SOURCE))) {
      spec.remove(SOURCE);
    }
    JsonNode reference = spec.path(REFERENCE);
    if (spec.hasNonNull(SOURCE) && !spec.hasNonNull(REFERENCE)) {
      spec.set(REFERENCE, spec.path(SOURCE).deepCopy());
    } else if (reference.isObject()
        && !spec.hasNonNull(SOURCE)
        && reference.path(NAMESPACE).asText("").isEmpty()) {
      ObjectNode copy = reference.deepCopy();
      copy.remove(NAMESPACE);
      spec.set(SOURCE, copy);
    }
  }

  /** Whether the older field could always name this. */
  private static boolean old(JsonNode source) {
    String group = source.path("apiGroup").asText("");
    return switch (source.path("kind").asText("")) {
      case "PersistentVolumeClaim" -> group.isEmpty();
      case "VolumeSnapshot" -> group.equals("snapshot.storage.k8s.io");
      default -> false;
    };
  }
}
