package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.match.MatchCriteria;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a policy holds, and with which parameters. Immutable.
 *
 * @param policy the policy's name
 * @param criteria empty where the policy's own are enough
 * @param actions {@code Deny}, {@code Warn} and {@code Audit}; none for policies that change
 */
record Binding(
    String name,
    String policy,
    Optional<MatchCriteria> criteria,
    JsonNode paramRef,
    List<String> actions) {
  static Binding of(JsonNode object) {
    JsonNode spec = object.path("spec");
    JsonNode resources = spec.path("matchResources");
    List<String> actions = new ArrayList<>();
    spec.path("validationActions").forEach(action -> actions.add(action.asText("")));
    return new Binding(
        object.path("metadata").path("name").asText(""),
        spec.path("policyName").asText(""),
        resources.isObject() ? Optional.of(MatchCriteria.ofPolicy(resources)) : Optional.empty(),
        spec.path("paramRef"),
        List.copyOf(actions));
  }
}
