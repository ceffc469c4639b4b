package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Lets pods keep others away from their node, and from nothing larger.
 *
 * <p>Upstream: {@code plugin/pkg/admission/antiaffinity/admission.go} at v1.36.
 */
final class LimitPodHardAntiAffinityTopology implements AdmissionPlugin {
  private static final String NODE = "kubernetes.io/hostname";

  @Override
  public String name() {
    return "LimitPodHardAntiAffinityTopology";
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (!attributes.isPod() || !attributes.subresource().isEmpty() || !attributes.writes()) {
      return;
    }
    ObjectNode pod = attributes.object().orElseThrow();
    for (JsonNode term :
        pod.at("/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution")) {
      String key = term.path("topologyKey").asText("");
      if (!key.equals(NODE)) {
        throw Refusal.forbidden(
            attributes,
            "affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey "
                + key
                + " but only key "
                + NODE
                + " is allowed");
      }
    }
  }
}
