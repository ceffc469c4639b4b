package io.jukung.admission;

import com.fasterxml.jackson.databind.JsonNode;

/** What a pod that mirrors a file on a node may not refer to. */
final class MirrorPods {
  private MirrorPods() {}

  /** Refuses references to accounts and secrets. */
  static void check(AdmissionAttributes attributes, JsonNode pod) {
    JsonNode spec = pod.path("spec");
    if (!spec.path("serviceAccountName").asText("").isEmpty()) {
      throw Refusal.forbidden(attributes, "a mirror pod may not reference service accounts");
    }
    if (SecretReferences.any(spec)) {
      throw Refusal.forbidden(attributes, "a mirror pod may not reference secrets");
    }
    for (JsonNode volume : spec.path("volumes")) {
      for (JsonNode source : volume.path("projected").path("sources")) {
        if (source.has("serviceAccountToken")) {
          throw Refusal.forbidden(
              attributes, "a mirror pod may not use ServiceAccountToken volume projections");
        }
      }
    }
  }
}
