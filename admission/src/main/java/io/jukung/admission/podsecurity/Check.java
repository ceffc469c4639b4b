package io.jukung.admission.podsecurity;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One rule of the standards, in all its versions.
 *
 * @param versions oldest first
 */
record Check(String id, Level level, List<Version> versions) {
  /**
   * A rule as it is from one Kubernetes version on.
   *
   * @param since the minor version
   * @param replaces the ids of rules of the baseline that this one says more strictly
   */
  record Version(int since, List<String> replaces, Function<PodParts, Optional<Violation>> rule) {}

  static Check baseline(
      String id, int since, Function<PodParts, Optional<Violation>> rule, Version... later) {
    return of(id, Level.BASELINE, new Version(since, List.of(), rule), later);
  }

  static Check restricted(
      String id, int since, Function<PodParts, Optional<Violation>> rule, Version... later) {
    return of(id, Level.RESTRICTED, new Version(since, List.of(), rule), later);
  }

  private static Check of(String id, Level level, Version first, Version... later) {
    List<Version> versions = new java.util.ArrayList<>(List.of(first));
    versions.addAll(List.of(later));
    return new Check(id, level, List.copyOf(versions));
  }

  static Version since(int minor, Function<PodParts, Optional<Violation>> rule) {
    return new Version(minor, List.of(), rule);
  }

  /** This rule, saying those rules more strictly in all its versions. */
  Check replacing(String... ids) {
    return new Check(
        id, level, versions.stream().map(v -> new Version(v.since, List.of(ids), v.rule)).toList());
  }

  /** The rule as of a minor version; empty when there was none yet. */
  Optional<Version> at(int minor) {
    return versions.reversed().stream().filter(v -> v.since <= minor).findFirst();
  }
}
