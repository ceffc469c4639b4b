package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Lets pods stay five minutes on a node that is not ready or not reachable, unless they say
 * otherwise.
 *
 * <p>Upstream: {@code plugin/pkg/admission/defaulttolerationseconds} at v1.36.
 */
final class DefaultTolerationSeconds implements AdmissionPlugin {
  private static final List<String> TAINTS =
      List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");
  private static final long SECONDS = 300;

  @Override
  public String name() {
    return "DefaultTolerationSeconds";
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    if (!attributes.isPod() || !attributes.subresource().isEmpty() || !attributes.writes()) {
      return;
    }
    ObjectNode spec = attributes.object().orElseThrow().withObject("/spec");
    for (String taint : TAINTS) {
      if (!tolerates(spec, taint)) {
        spec.withArray("/tolerations")
            .addObject()
            .put("key", taint)
            .put("operator", "Exists")
            .put("effect", "NoExecute")
            .put("tolerationSeconds", SECONDS);
      }
    }
  }

  private static boolean tolerates(JsonNode spec, String taint) {
    for (JsonNode toleration : spec.path("tolerations")) {
      String key = toleration.path("key").asText("");
      String effect = toleration.path("effect").asText("");
      if ((key.isEmpty() || key.equals(taint))
          && (effect.isEmpty() || effect.equals("NoExecute"))) {
        return true;
      }
    }
    return false;
  }
}
