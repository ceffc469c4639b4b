package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.match.MatchCriteria;

/**
 * What all policies have. Immutable.
 *
 * @param paramKind missing when the policy has no parameters
 * @param ignoresFailures whether a policy that can't be used lets writes pass
 */
record PolicyHead(
    String name, MatchCriteria criteria, JsonNode paramKind, boolean ignoresFailures) {
  static PolicyHead of(JsonNode policy) {
    JsonNode spec = policy.path("spec");
    return new PolicyHead(
        policy.path("metadata").path("name").asText(""),
        MatchCriteria.ofPolicy(spec.path("matchConstraints")),
        spec.path("paramKind"),
        spec.path("failurePolicy").asText("").equals("Ignore"));
  }

  boolean hasParams() {
    return paramKind.isObject();
  }
}
