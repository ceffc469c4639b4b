package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.cel.admission.AdmissionExpressions;
import io.jukung.registry.cel.admission.AdmissionExpressions.With;
import java.util.ArrayList;
import java.util.List;

/**
 * A mutating policy, compiled. Immutable.
 *
 * @param again whether it is asked again when something else changed its object
 */
record MutatingPolicy(
    PolicyHead head,
    Variables variables,
    MatchConditions conditions,
    List<Mutation> mutations,
    boolean again) {
  /** Compiles; takes milliseconds for each expression. */
  static MutatingPolicy compile(JsonNode policy) {
    PolicyHead head = PolicyHead.of(policy);
    JsonNode spec = policy.path("spec");
    AdmissionExpressions environment =
        head.hasParams()
            ? new AdmissionExpressions(With.PARAMS, With.VARIABLES, With.AUTHORIZER)
            : new AdmissionExpressions(With.VARIABLES, With.AUTHORIZER);
    Variables variables = Variables.compile(spec.path("variables"), environment);
    List<Mutation> mutations = new ArrayList<>();
    spec.path("mutations")
        .forEach(mutation -> mutations.add(Mutation.compile(mutation, environment)));
    return new MutatingPolicy(
        head,
        variables,
        MatchConditions.compile(spec.path("matchConditions"), environment, head.ignoresFailures()),
        List.copyOf(mutations),
        spec.path("reinvocationPolicy").asText("").equals("IfNeeded"));
  }
}
