package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Has every image pulled anew, so that a node's credentials are checked for each pod.
 *
 * <p>Upstream: {@code plugin/pkg/admission/alwayspullimages} at v1.36.
 */
final class AlwaysPullImages implements AdmissionPlugin {
  private static final String ALWAYS = "Always";
  private static final List<String> CONTAINERS =
      List.of("initContainers", "containers", "ephemeralContainers");

  @Override
  public String name() {
    return "AlwaysPullImages";
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    if (!attributes.isPod() || !attributes.subresource().isEmpty() || !attributes.writes()) {
      return;
    }
    ObjectNode pod = attributes.object().orElseThrow();
    if (attributes.operation() == Operation.UPDATE
        && images(attributes.old().orElseThrow()).containsAll(images(pod))) {
      return;
    }
    for (String kind : CONTAINERS) {
      for (JsonNode container : pod.path("spec").path(kind)) {
        ((ObjectNode) container).put("imagePullPolicy", ALWAYS);
      }
    }
    for (JsonNode volume : pod.path("spec").path("volumes")) {
      if (volume.get("image") instanceof ObjectNode image) {
        image.put("pullPolicy", ALWAYS);
      }
    }
  }

  private static Set<String> images(JsonNode pod) {
    Set<String> images = new HashSet<>();
    for (String kind : CONTAINERS) {
      for (JsonNode container : pod.path("spec").path(kind)) {
        images.add(container.path("image").asText(""));
      }
    }
    return images;
  }
}
