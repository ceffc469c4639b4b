package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Refuses changes of a pod that its node does not say it can make.
 *
 * <p>Upstream: {@code plugin/pkg/admission/nodedeclaredfeatures} and {@code
 * k8s.io/component-helpers/nodedeclaredfeatures} at v1.36, whose five features are two where a
 * bound pod is changed.
 */
record NodeDeclaredFeatures(AdmissionObjects objects) implements AdmissionPlugin {
  private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");
  private static final String POD_LEVEL = "InPlacePodLevelResourcesVerticalScaling";
  private static final String INIT_CONTAINERS = "InPlacePodVerticalScalingInitContainers";

  @Override
  public String name() {
    return "NodeDeclaredFeatureValidator";
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (!attributes.isPod()
        || attributes.operation() != Operation.UPDATE
        || !List.of("", "resize").contains(attributes.subresource())) {
      return;
    }
    JsonNode pod = attributes.object().orElseThrow();
    JsonNode old = attributes.old().orElseThrow();
    String node = pod.at("/spec/nodeName").asText("");
    if (node.isEmpty() || pod.at("/metadata/generation").equals(old.at("/metadata/generation"))) {
      return;
    }
    Set<String> wanted = wanted(pod.path("spec"), old.path("spec"));
    if (wanted.isEmpty()) {
      return;
    }
    JsonNode found =
        objects
            .find(NODES, "", node)
            .orElseThrow(() -> Refusal.forbidden(attributes, "node \"" + node + "\" not found"));
    Set<String> declared = new HashSet<>();
    found.at("/status/declaredFeatures").forEach(one -> declared.add(one.asText()));
    wanted.removeAll(declared);
    if (!wanted.isEmpty()) {
      throw Refusal.forbidden(
          attributes,
          "pod update requires features "
              + String.join(", ", wanted)
              + " which are not available on node \""
              + node
              + "\"");
    }
  }

  private static Set<String> wanted(JsonNode spec, JsonNode old) {
    Set<String> wanted = new TreeSet<>();
    if (!spec.path("resources").equals(old.path("resources"))) {
      wanted.add(POD_LEVEL);
    }
    JsonNode before = old.path("initContainers");
    for (int i = 0; i < before.size(); i++) {
      boolean sidecar = before.get(i).path("restartPolicy").asText("").equals("Always");
      JsonNode resources = spec.path("initContainers").path(i).path("resources");
      if (!sidecar && !before.get(i).path("resources").equals(resources)) {
        wanted.add(INIT_CONTAINERS);
      }
    }
    return wanted;
  }
}
