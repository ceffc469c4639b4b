package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.meta.GroupVersionResource;

/**
 * Tells a pod in which zone and region it runs, when it is bound to a node.
 *
 * <p>Upstream: {@code plugin/pkg/admission/podtopologylabels/admission.go} at v1.36.
 */
final class PodTopologyLabels implements AdmissionPlugin {
  private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");
  private static final String[] LABELS = {
    "topology.kubernetes.io/zone", "topology.kubernetes.io/region"
  };

  private final AdmissionObjects objects;

  /** Finds nodes in {@code objects}. */
  PodTopologyLabels(AdmissionObjects objects) {
    this.objects = objects;
  }

  @Override
  public String name() {
    return "PodTopologyLabels";
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    if (!attributes.isPod() || attributes.operation() != Operation.CREATE) {
      return;
    }
    ObjectNode object = attributes.object().orElseThrow();
    String node =
        switch (attributes.subresource()) {
          case "" -> object.path("spec").path("nodeName").asText("");
          case "binding" ->
              object.path("target").path("kind").asText("").equals("Node")
                  ? object.path("target").path("name").asText("")
                  : "";
          default -> "";
        };
    if (node.isEmpty()) {
      return;
    }
    objects
        .find(NODES, "", node)
        .map(found -> found.path("metadata").path("labels"))
        .ifPresent(labels -> copy(labels, object));
  }

  private static void copy(JsonNode labels, ObjectNode object) {
    for (String label : LABELS) {
      if (labels.has(label)) {
        object.withObject("/metadata").withObject("/labels").set(label, labels.get(label));
      }
    }
  }
}
