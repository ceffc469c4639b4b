package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.node.LongNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.NodeSelectors;
import io.jukung.registry.strategy.core.Resources;
import io.jukung.registry.validation.NameRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The checks of {@code PodSpec}s ({@code ValidatePodSpec} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36), in upstream's order.
 */
final class PodSpecs {
  private static final int MAX_SECONDS = Integer.MAX_VALUE;

  private PodSpecs() {}

  /**
   * Checks a spec.
   *
   * @param pod the whole pod; empty for a template
   */
  static void check(Spot spec, Optional<Spot> pod, PodLeeway leeway, List<FieldError> errors) {
    PodScope scope = new PodScope(spec, pod, leeway, new HashMap<>(), errors);
    PodVolumes.check(scope);
    ResourceClaims.check(scope);
    new Containers(scope).check(spec.at("containers"));
    InitContainers.check(scope);
    EphemeralContainers.check(scope);
    PodResources.check(scope);
    PodHosts.hostPorts(scope);
    policies(spec, errors);
    Check.labels(spec.at("nodeSelector"), errors);
    PodSecurity.check(scope);
    PodAffinities.check(scope);
    DnsConfig.check(scope);
    gates(spec, errors);
    SpreadConstraints.check(scope);
    WindowsOptions.hostProcess(scope);
    PodHosts.users(scope);
    PodHosts.hostname(scope);
    names(scope);
    PodSystems.check(scope);
    Environment.files(scope);
  }

  private static void policies(Spot spec, List<FieldError> errors) {
    Check.mustBeOneOf(spec.at("restartPolicy"), List.of("Always", "OnFailure", "Never"), errors);
    Check.mustBeOneOf(
        spec.at("dnsPolicy"),
        List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"),
        errors);
  }

  private static void gates(Spot spec, List<FieldError> errors) {
    for (Spot gate : spec.at("readinessGates").elements()) {
      Check.qualifiedName(gate.at("conditionType"), errors);
    }
    Set<String> names = new HashSet<>();
    for (Spot gate : spec.at("schedulingGates").elements()) {
      Check.qualifiedName(gate.at("name").as(gate), errors);
      if (!names.add(gate.at("name").text())) {
        errors.add(FieldError.duplicate(gate.path(), gate.at("name").text()));
      }
    }
  }

  private static void names(PodScope scope) {
    Spot spec = scope.spec();
    List<FieldError> errors = scope.errors();
    Check.optionalName(spec.at("serviceAccountName"), NameRule.DNS_SUBDOMAIN, errors);
    Check.optionalName(spec.at("nodeName"), NameRule.DNS_SUBDOMAIN, errors);
    if (spec.has("activeDeadlineSeconds")) {
      Check.between(spec.at("activeDeadlineSeconds"), 1, MAX_SECONDS, errors);
    }
    Check.optionalName(spec.at("hostname"), NameRule.DNS_LABEL, errors);
    Check.optionalName(spec.at("subdomain"), NameRule.DNS_LABEL, errors);
    NodeSelectors.tolerations(spec.at("tolerations"), errors);
    PodHosts.aliases(scope);
    Check.optionalName(spec.at("priorityClassName"), NameRule.DNS_SUBDOMAIN, errors);
    if (spec.has("runtimeClassName")) {
      Check.name(spec.at("runtimeClassName"), NameRule.DNS_SUBDOMAIN, errors);
    }
    if (spec.has("preemptionPolicy")) {
      Spot policy = spec.at("preemptionPolicy");
      if (policy.text().isEmpty()) {
        Check.missing(policy, "", errors);
      } else {
        Check.mustBeOneOf(policy, List.of("PreemptLowerPriority", "Never"), errors);
      }
    }
    if (spec.has("overhead")) {
      Resources.overhead(spec.at("overhead"), spec.at("overhead"), errors);
    }
  }

  /** A user's or a group's number. */
  static void id(Spot id, List<FieldError> errors) {
    if (id.has() && (id.number() < 0 || id.number() > MAX_SECONDS)) {
      errors.add(
          FieldError.invalid(
              id.path(),
              LongNode.valueOf(id.number()),
              "must be between 0 and " + MAX_SECONDS + ", inclusive"));
    }
  }
}
