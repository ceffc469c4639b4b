package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Fields of {@code PodSpec}s that only features read which are off by default ({@code
 * DropDisabledPodFields} in {@code pkg/api/pod/util.go} at v1.36).
 */
final class GatedFields {
  private static final List<String> PROJECTIONS = List.of("clusterTrustBundle", "podCertificate");

  private GatedFields() {}

  /** Drops them. */
  static void drop(JsonNode spec) {
    remove(spec, List.of("schedulingGroup"));
    for (String list : List.of("containers", "initContainers", "ephemeralContainers")) {
      for (JsonNode container : spec.path(list)) {
        remove(container.path("lifecycle"), List.of("stopSignal"));
      }
    }
    for (JsonNode volume : spec.path("volumes")) {
      for (JsonNode source : volume.path("projected").path("sources")) {
        remove(source, PROJECTIONS);
      }
    }
  }

  private static void remove(JsonNode from, List<String> fields) {
    if (from instanceof ObjectNode object) {
      object.remove(fields);
    }
  }
}
