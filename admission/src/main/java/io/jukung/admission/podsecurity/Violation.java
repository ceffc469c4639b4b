package io.jukung.admission.podsecurity;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a check holds against a pod.
 *
 * @param detail may be empty
 */
record Violation(String reason, String detail) {
  /** All reasons with their details. */
  static String details(List<Violation> violations) {
    return violations.stream()
        .map(v -> v.detail.isEmpty() ? v.reason : v.reason + " (" + v.detail + ")")
        .collect(Collectors.joining(", "));
  }

  /** All reasons. */
  static String reasons(List<Violation> violations) {
    return violations.stream().map(Violation::reason).collect(Collectors.joining(", "));
  }
}
