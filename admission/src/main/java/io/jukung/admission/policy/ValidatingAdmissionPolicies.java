package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionObjects;
import io.jukung.admission.AdmissionPlugin;
import io.jukung.admission.match.ResourceKinds;
import io.jukung.registry.cel.AccessChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets policies refuse writes, warn of them and annotate their audit events. */
public final class ValidatingAdmissionPolicies implements AdmissionPlugin {
  private final AdmissionObjects objects;
  private final ResourceKinds kinds;
  private final AccessChecks access;
  private final BoundPolicies<ValidatingPolicy> policies;

  /** Finds policies, bindings, parameters and namespaces in {@code objects}. */
  public ValidatingAdmissionPolicies(
      AdmissionObjects objects, ResourceKinds kinds, AccessChecks access) {
    this.objects = objects;
    this.kinds = kinds;
    this.access = access;
    this.policies =
        new BoundPolicies<>(
            objects,
            kinds,
            "validatingadmissionpolicy",
            ValidatingPolicy::compile,
            ValidatingPolicy::head);
  }

  @Override
  public String name() {
    return "ValidatingAdmissionPolicy";
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    if (policies.isEmpty() || Exemptions.ofPolicies(attributes)) {
      return;
    }
    Decisions decisions = new Decisions(attributes);
    for (var pairs : policies.about(attributes, decisions::misconfigured)) {
      List<Map<String, String>> annotations = new ArrayList<>();
      pairs.forEach(pair -> apply(attributes, pair, decisions, annotations));
      decisions.annotate(pairs.getFirst().policy().head(), annotations);
    }
    decisions.tell();
  }

  private void apply(
      AdmissionAttributes attributes,
      BoundPolicies.Pair<ValidatingPolicy> pair,
      Decisions decisions,
      List<Map<String, String>> annotations) {
    if (pair.params().isEmpty()) {
      return;
    }
    ValidatingPolicy policy = pair.policy();
    Binding binding = pair.binding();
    Activation activation = Activation.of(attributes, pair.match(), kinds, objects, access);
    for (Optional<JsonNode> param : pair.params()) {
      ValidatingPolicy.Outcome outcome = policy.evaluate(activation.withParams(param));
      outcome.refusals().forEach(r -> decisions.refused(policy.head(), binding, r));
      outcome
          .failures()
          .forEach(text -> decisions.deny(policy.head(), Optional.of(binding), text, ""));
      annotations.add(outcome.annotations());
    }
  }
}
