package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionAttributes.Operation;
import io.jukung.admission.AdmissionObjects;
import io.jukung.admission.AdmissionPlugin;
import io.jukung.admission.match.Match;
import io.jukung.admission.match.ResourceKinds;
import io.jukung.registry.cel.AccessChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Lets policies change objects that are written. */
public final class MutatingAdmissionPolicies implements AdmissionPlugin {
  private static final long BUDGET = 10_000_000;

  private final AdmissionObjects objects;
  private final ResourceKinds kinds;
  private final AccessChecks access;
  private final BoundPolicies<MutatingPolicy> policies;

  /** A policy that is to change an object, by one binding and with one parameter. */
  private record Invocation(
      MutatingPolicy policy, Binding binding, Match match, Optional<JsonNode> param) {
    /** What makes it the same in the second round. */
    String key() {
      return policy.head().name()
          + "/"
          + binding.name()
          + "/"
          + param
              .map(
                  p ->
                      p.at("/metadata/namespace").asText("")
                          + "/"
                          + p.at("/metadata/name").asText(""))
              .orElse("");
    }
  }

  /** Finds policies, bindings, parameters and namespaces in {@code objects}. */
  public MutatingAdmissionPolicies(
      AdmissionObjects objects, ResourceKinds kinds, AccessChecks access) {
    this.objects = objects;
    this.kinds = kinds;
    this.access = access;
    this.policies =
        new BoundPolicies<>(
            objects,
            kinds,
            "mutatingadmissionpolicy",
            MutatingPolicy::compile,
            MutatingPolicy::head);
  }

  @Override
  public String name() {
    return "MutatingAdmissionPolicy";
  }

  @Override
  public void admit(AdmissionAttributes attributes) {
    if (policies.isEmpty()
        || attributes.operation() == Operation.DELETE
        || attributes.object().isEmpty()
        || Exemptions.ofPolicies(attributes)) {
      return;
    }
    PolicyErrors errors = new PolicyErrors(attributes);
    List<Invocation> invocations = new ArrayList<>();
    for (var pairs : policies.about(attributes, errors::misconfigured)) {
      for (var pair : pairs) {
        for (Optional<JsonNode> param : pair.params()) {
          invocations.add(new Invocation(pair.policy(), pair.binding(), pair.match(), param));
        }
      }
    }
    if (!invocations.isEmpty()) {
      run(attributes, invocations, errors);
    }
    errors.tell();
  }

  private void run(
      AdmissionAttributes attributes, List<Invocation> invocations, PolicyErrors errors) {
    ObjectNode object = attributes.object().orElseThrow();
    Rounds rounds = attributes.reinvocation().memory(name(), Rounds::new);
    if (attributes.reinvocation().isSecond()) {
      rounds.begin(object);
    }
    for (Invocation invocation : invocations) {
      if (attributes.reinvocation().isSecond() && !rounds.takesPart(invocation.key())) {
        continue;
      }
      try {
        if (invoke(attributes, object, invocation)) {
          rounds.changed();
          attributes.reinvocation().want();
        }
      } catch (MatchConditions.UndecidedException | Mutation.FailedException e) {
        errors.add(
            invocation.policy().head(),
            Optional.of(invocation.binding()),
            String.valueOf(e.getMessage()),
            "Invalid");
        continue;
      }
      if (invocation.policy().again()) {
        rounds.asked(invocation.key());
      }
    }
    rounds.end(object);
  }

  /** Whether the object was changed. */
  private boolean invoke(AdmissionAttributes attributes, ObjectNode object, Invocation invocation)
      throws MatchConditions.UndecidedException, Mutation.FailedException {
    MutatingPolicy policy = invocation.policy();
    Match match = invocation.match();
    Activation activation =
        Activation.of(attributes, match, kinds, objects, access).withParams(invocation.param());
    if (!policy.conditions().hold(activation, policy.variables())) {
      return false;
    }
    boolean own = match.resource().equals(attributes.resource());
    ObjectNode shown =
        own ? object : kinds.convert(object, attributes.resource(), match.resource());
    ObjectNode before = shown.deepCopy();
    Mutation.FailedException failure = null;
    for (Mutation mutation : policy.mutations()) {
      AtomicLong budget = new AtomicLong(BUDGET);
      try {
        shown =
            mutation.apply(
                shown,
                policy.variables().values(activation.withObject(shown), budget),
                budget,
                match,
                kinds);
      } catch (Mutation.FailedException e) {
        failure = e; // the others are made all the same; the write is refused unless ignored
      }
    }
    boolean changed = !shown.equals(before);
    if (changed) {
      ObjectNode made = own ? shown : kinds.convert(shown, match.resource(), attributes.resource());
      object.removeAll();
      object.setAll(made);
    }
    if (failure != null) {
      throw failure;
    }
    return changed;
  }
}
