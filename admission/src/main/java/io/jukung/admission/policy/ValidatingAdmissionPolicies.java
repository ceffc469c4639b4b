package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionObjects;
import io.jukung.admission.AdmissionPlugin;
import io.jukung.admission.match.Match;
import io.jukung.admission.match.ResourceKinds;
import io.jukung.registry.cel.AccessChecks;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets policies refuse writes, warn of them and annotate their audit events. */
public final class ValidatingAdmissionPolicies implements AdmissionPlugin {
  private static final String GROUP = "admissionregistration.k8s.io";

  private final AdmissionObjects objects;
  private final ResourceKinds kinds;
  private final AccessChecks access;
  private final Snapshot<ValidatingPolicy> policies;
  private final Snapshot<Binding> bindings;

  /** Finds policies, bindings, parameters and namespaces in {@code objects}. */
  public ValidatingAdmissionPolicies(
      AdmissionObjects objects, ResourceKinds kinds, AccessChecks access) {
    this.objects = objects;
    this.kinds = kinds;
    this.access = access;
    this.policies =
        new Snapshot<>(
            objects,
            new GroupVersionResource(GROUP, "v1", "validatingadmissionpolicies"),
            ValidatingPolicy::compile);
    this.bindings =
        new Snapshot<>(
            objects,
            new GroupVersionResource(GROUP, "v1", "validatingadmissionpolicybindings"),
            Binding::of);
  }

  @Override
  public String name() {
    return "ValidatingAdmissionPolicy";
  }

  @Override
  public void validate(AdmissionAttributes attributes) {
    List<Binding> bound = bindings.values();
    if (bound.isEmpty() || Exemptions.ofPolicies(attributes)) {
      return;
    }
    Decisions decisions = new Decisions(attributes);
    for (ValidatingPolicy policy : policies.values()) {
      List<Binding> own =
          bound.stream().filter(b -> b.policy().equals(policy.head().name())).toList();
      if (!own.isEmpty()) {
        dispatch(attributes, policy, own, decisions);
      }
    }
    decisions.tell();
  }

  private void dispatch(
      AdmissionAttributes attributes,
      ValidatingPolicy policy,
      List<Binding> own,
      Decisions decisions) {
    PolicyHead head = policy.head();
    Optional<Match> match;
    try {
      match = head.criteria().match(attributes, kinds, objects);
      if (match.isPresent() && head.hasParams()) {
        var _ = Params.resource(head.paramKind(), kinds);
      }
    } catch (StatusException e) {
      decisions.misconfigured(head, Optional.empty(), e.text());
      return;
    } catch (Params.ConfigurationException e) {
      decisions.misconfigured(head, Optional.empty(), e.getMessage());
      return;
    }
    if (match.isEmpty()) {
      return;
    }
    List<Map<String, String>> annotations = new ArrayList<>();
    for (Binding binding : own) {
      try {
        if (binding.criteria().isEmpty()
            || binding.criteria().get().match(attributes, kinds, objects).isPresent()) {
          apply(attributes, match.get(), policy, binding, decisions, annotations);
        }
      } catch (StatusException e) {
        decisions.misconfigured(head, Optional.of(binding), e.text());
      } catch (Params.ConfigurationException e) {
        decisions.misconfigured(head, Optional.of(binding), e.getMessage());
      }
    }
    decisions.annotate(head, annotations);
  }

  private void apply(
      AdmissionAttributes attributes,
      Match match,
      ValidatingPolicy policy,
      Binding binding,
      Decisions decisions,
      List<Map<String, String>> annotations)
      throws Params.ConfigurationException {
    List<Optional<JsonNode>> params =
        Params.collect(
            policy.head().paramKind(), binding.paramRef(), attributes.namespace(), kinds, objects);
    if (params.isEmpty()) {
      return;
    }
    Activation activation = Activation.of(attributes, match, kinds, objects, access);
    for (Optional<JsonNode> param : params) {
      ValidatingPolicy.Outcome outcome = policy.evaluate(activation.withParams(param));
      outcome.refusals().forEach(r -> decisions.refused(policy.head(), binding, r));
      outcome
          .failures()
          .forEach(text -> decisions.deny(policy.head(), Optional.of(binding), text, ""));
      annotations.add(outcome.annotations());
    }
  }
}
