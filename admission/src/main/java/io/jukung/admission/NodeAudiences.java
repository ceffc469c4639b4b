package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;

/** Keeps the audiences of a node's tokens to those its pod asks for. */
final class NodeAudiences {
  private NodeAudiences() {}

  /** Refuses an audience that no projected volume of the pod names. */
  static void check(AdmissionAttributes attributes, JsonNode pod, JsonNode audiences) {
    if (audiences.size() > 1) {
      throw Refusal.forbidden(attributes, "node may only request 0 or 1 audiences");
    }
    String wanted = audiences.path(0).asText("");
    for (JsonNode volume : pod.path("spec").path("volumes")) {
      for (JsonNode source : volume.path("projected").path("sources")) {
        JsonNode token = source.path("serviceAccountToken");
        if (token.isObject() && token.path("audience").asText("").equals(wanted)) {
          return;
        }
      }
    }
    throw Refusal.forbidden(
        attributes,
        "audience \""
            + wanted
            + "\" not found in pod spec volume, "
            + attributes.user().name()
            + " is not authorized to request tokens for this audience");
  }
}
