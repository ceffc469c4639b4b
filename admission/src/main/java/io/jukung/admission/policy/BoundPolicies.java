package io.jukung.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.admission.AdmissionAttributes;
import io.jukung.admission.AdmissionObjects;
import io.jukung.admission.match.Match;
import io.jukung.admission.match.ResourceKinds;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which policies of a kind are about a write, by which of their bindings and with which parameters.
 * Safe for all threads.
 *
 * @param <P> a policy, compiled; immutable
 */
final class BoundPolicies<P> {
  private static final String GROUP = "admissionregistration.k8s.io";

  private final AdmissionObjects objects;
  private final ResourceKinds kinds;
  private final Function<P, PolicyHead> heads;
  private final Snapshot<P> policies;
  private final Snapshot<Binding> bindings;

  /**
   * Finds policies, bindings, parameters and namespaces in {@code objects}.
   *
   * @param kind the singular of the policies' resource
   * @param compiler makes a policy of its object
   * @param heads what all policies have
   */
  BoundPolicies(
      AdmissionObjects objects,
      ResourceKinds kinds,
      String kind,
      Function<JsonNode, P> compiler,
      Function<P, PolicyHead> heads) {
    this.objects = objects;
    this.kinds = kinds;
    this.heads = heads;
    String policy = kind.substring(0, kind.length() - 1);
    this.policies =
        new Snapshot<>(objects, new GroupVersionResource(GROUP, "v1", policy + "ies"), compiler);
    this.bindings =
        new Snapshot<>(
            objects, new GroupVersionResource(GROUP, "v1", kind + "bindings"), Binding::of);
  }

  /** What cannot be found out. */
  @FunctionalInterface
  interface Misconfigured {
    /** A policy can't be used, or when the binding is there, that can't. */
    void tell(PolicyHead policy, Optional<Binding> binding, String message);
  }

  /**
   * A policy that is about a write, by one binding.
   *
   * @param params with each of which it is asked; empty stands for none
   */
  record Pair<P>(P policy, Binding binding, Match match, List<Optional<JsonNode>> params) {}

  /** Whether nothing is bound at all. */
  boolean isEmpty() {
    return bindings.values().isEmpty();
  }

  /**
   * The pairs about a write, those of a policy together, in order of the names.
   *
   * @param faults is told of what can't be used
   */
  List<List<Pair<P>>> about(AdmissionAttributes attributes, Misconfigured faults) {
    List<Binding> bound = bindings.values();
    List<List<Pair<P>>> found = new ArrayList<>();
    for (P policy : policies.values()) {
      List<Binding> own =
          bound.stream().filter(b -> b.policy().equals(heads.apply(policy).name())).toList();
      if (!own.isEmpty()) {
        List<Pair<P>> pairs = pairs(attributes, policy, own, faults);
        if (!pairs.isEmpty()) {
          found.add(pairs);
        }
      }
    }
    return found;
  }

  private List<Pair<P>> pairs(
      AdmissionAttributes attributes, P policy, List<Binding> own, Misconfigured faults) {
    PolicyHead head = heads.apply(policy);
    Optional<Match> match;
    try {
      match = head.criteria().match(attributes, kinds, objects);
      if (match.isPresent() && head.hasParams()) {
        var _ = Params.resource(head.paramKind(), kinds);
      }
    } catch (StatusException | Params.ConfigurationException e) {
      faults.tell(head, Optional.empty(), String.valueOf(e.getMessage()));
      return List.of();
    }
    List<Pair<P>> pairs = new ArrayList<>();
    if (match.isEmpty()) {
      return pairs;
    }
    for (Binding binding : own) {
      try {
        if (binding.criteria().isEmpty()
            || binding.criteria().get().match(attributes, kinds, objects).isPresent()) {
          List<Optional<JsonNode>> params =
              Params.collect(
                  head.paramKind(), binding.paramRef(), attributes.namespace(), kinds, objects);
          pairs.add(new Pair<>(policy, binding, match.get(), params));
        }
      } catch (StatusException | Params.ConfigurationException e) {
        faults.tell(head, Optional.of(binding), String.valueOf(e.getMessage()));
      }
    }
    return pairs;
  }
}
