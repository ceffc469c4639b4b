package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeSet;

/**
 * Lets pods that ask for an extended resource onto nodes kept for them by a taint of its name.
 *
 * <p>Upstream: {@code plugin/pkg/admission/extendedresourcetoleration/admission.go} at v1.36.
 */
final class ExtendedResourceToleration implements AdmissionPlugin {
  @Override
  public String name() {
    return "ExtendedResourceToleration";
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    if (!attributes.isPod() || !attributes.subresource().isEmpty() || !attributes.writes()) {
      return;
    }
    ObjectNode spec = attributes.object().orElseThrow().withObject("/spec");
    TreeSet<String> wanted = new TreeSet<>();
    for (String list : new String[] {"containers", "initContainers"}) {
      for (JsonNode container : spec.path(list)) {
        container.at("/resources/requests").fieldNames().forEachRemaining(wanted::add);
      }
    }
    wanted.removeIf(
        name ->
            name.indexOf('/') < 0
                || name.contains("kubernetes.io/")
                || name.startsWith("requests."));
    for (String name : wanted) {
      tolerate(spec, name);
    }
  }

  private static void tolerate(ObjectNode spec, String name) {
    ArrayNode tolerations = spec.withArray("/tolerations");
    for (JsonNode known : tolerations) {
      boolean same =
          known.path("key").asText("").equals(name)
              && known.path("operator").asText("").equals("Exists")
              && known.path("effect").asText("").equals("NoSchedule")
              && !known.has("value");
      if (same) {
        return;
      }
    }
    tolerations.addObject().put("key", name).put("operator", "Exists").put("effect", "NoSchedule");
  }
}
