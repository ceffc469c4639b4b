package io.jukung.admission.podsecurity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which checks a level has in a version ({@code k8s.io/pod-security-admission/policy/registry.go}
 * at v1.36).
 */
final class Standards {
  /** The newest version that brought something new. */
  private static final int NEWEST = 35;

  private Standards() {}

  /** What a pod breaks of a level, checks of the baseline first. */
  static List<Violation> evaluate(LevelVersion wanted, PodParts pod) {
    if (wanted.level() == Level.PRIVILEGED) {
      return List.of();
    }
    int minor = Math.min(wanted.minor(), NEWEST);
    List<Check.Version> restricted = new ArrayList<>();
    Set<String> replaced = new HashSet<>();
    if (wanted.level() == Level.RESTRICTED) {
      for (Check check : RestrictedChecks.ALL) {
        Optional<Check.Version> version = check.at(minor);
        version.ifPresent(restricted::add);
        version.ifPresent(v -> replaced.addAll(v.replaces()));
      }
    }
    List<Violation> violations = new ArrayList<>();
    for (Check check : BaselineChecks.ALL) {
      if (!replaced.contains(check.id())) {
        check.at(minor).flatMap(v -> v.rule().apply(pod)).ifPresent(violations::add);
      }
    }
    restricted.forEach(v -> v.rule().apply(pod).ifPresent(violations::add));
    return violations;
  }
}
