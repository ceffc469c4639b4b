package io.jukung.registry.strategy.apps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.strategy.check.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Templates of StatefulSets as their pods will be: names are the controller's, and each claim
 * template is a volume ({@code ValidateStatefulSetSpec} in {@code
 * pkg/apis/apps/validation/validation.go} at v1.36).
 */
final class StatefulTemplates {
  private StatefulTemplates() {}

  /** The template of a spec, at its place. */
  static Spot asRun(Spot spec) {
    Spot template = spec.at("template");
    if (!(template.node().deepCopy() instanceof ObjectNode copy)
        || !(copy.path("spec") instanceof ObjectNode pod)) {
      return template;
    }
    pod.remove(List.of("subdomain", "hostname"));
    Set<String> names = new HashSet<>();
    ArrayNode volumes = JsonNodeFactory.instance.arrayNode();
    for (Spot claim : spec.at("volumeClaimTemplates").elements()) {
      String name = claim.at("metadata").at("name").text();
      if (names.add(name)) {
        ObjectNode volume = volumes.addObject();
        volume.put("name", name).putObject("persistentVolumeClaim").put("claimName", name);
      }
    }
    if (!names.isEmpty()) {
      for (JsonNode volume : pod.path("volumes")) {
        if (!names.contains(volume.path("name").asText())) {
          volumes.add(volume);
        }
      }
      pod.set("volumes", volumes);
    }
    return new Spot(copy, template.path());
  }
}
