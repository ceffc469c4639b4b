package io.jukung.registry.strategy.pod;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Spot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the checks of one {@code PodSpec} share. Used by one thread.
 *
 * @param spec the spec
 * @param pod the pod's own metadata and name; empty for a template
 * @param leeway what is let pass because it stood there before
 * @param volumes the volumes that are valid, by name
 * @param errors what is wrong so far; the checks add to it
 */
record PodScope(
    Spot spec,
    Optional<Spot> pod,
    PodLeeway leeway,
    Map<String, Spot> volumes,
    List<FieldError> errors) {

  /** All containers, in the order upstream visits them. */
  static List<Spot> containers(Spot spec) {
    List<Spot> containers = new ArrayList<>();
    for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
      containers.addAll(spec.at(list).elements());
    }
    return containers;
  }

  /** Whether users are the same inside and outside of the pod. */
  boolean hostUsers() {
    return !spec.has("hostUsers") || spec.at("hostUsers").isTrue();
  }

  /** Where messages place a field of the pod's security context that JSON keeps beside it. */
  Spot ofSecurityContext(String field) {
    return spec.at(field).as(spec.at("securityContext").at(field));
  }

  OptionalLong gracePeriodSeconds() {
    Spot period = spec.at("terminationGracePeriodSeconds");
    return period.has() ? OptionalLong.of(period.number()) : OptionalLong.empty();
  }

  String restartPolicy() {
    return spec.at("restartPolicy").text();
  }

  String os() {
    return spec.at("os").at("name").text();
  }

  Set<String> claims() {
    Set<String> names = new HashSet<>();
    for (Spot claim : spec.at("resourceClaims").elements()) {
      if (!claim.at("name").text().isEmpty()) {
        names.add(claim.at("name").text());
      }
    }
    return names;
  }
}
