package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes.Operation;

/**
 * Keeps pods off a new node until it is ready.
 *
 * <p>Upstream: {@code plugin/pkg/admission/nodetaint} at v1.36.
 */
final class TaintNodesByCondition implements AdmissionPlugin {
  private static final String KEY = "node.kubernetes.io/not-ready";
  private static final String EFFECT = "NoSchedule";

  @Override
  public String name() {
    return "TaintNodesByCondition";
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    if (!attributes.resource().groupResource().equals("nodes")
        || !attributes.subresource().isEmpty()
        || attributes.operation() != Operation.CREATE) {
      return;
    }
    ObjectNode spec = attributes.object().orElseThrow().withObject("/spec");
    for (JsonNode taint : spec.path("taints")) {
      if (taint.path("key").asText("").equals(KEY)
          && taint.path("effect").asText("").equals(EFFECT)) {
        return;
      }
    }
    spec.withArray("/taints").addObject().put("key", KEY).put("effect", EFFECT);
  }
}
