package io.jukung.admission.podsecurity;

import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a namespace's labels ask for ({@code PolicyToEvaluate} in {@code
 * k8s.io/pod-security-admission/api/helpers.go} at v1.36).
 *
 * @param errors what is wrong with the labels
 */
record NamespacePolicy(
    LevelVersion enforce, LevelVersion audit, LevelVersion warn, List<FieldError> errors) {
  private static final String PREFIX = "pod-security.kubernetes.io/";

  /** The policy of a namespace with these labels. */
  static NamespacePolicy of(Map<String, String> labels) {
    List<FieldError> errors = new ArrayList<>();
    LevelVersion enforce = read(labels, "enforce", Level.RESTRICTED, errors);
    LevelVersion audit = read(labels, "audit", Level.PRIVILEGED, errors);
    LevelVersion warn = read(labels, "warn", Level.PRIVILEGED, errors);
    boolean enforces = Level.parse(labels.getOrDefault(PREFIX + "enforce", "")).isPresent();
    if (!labels.containsKey(PREFIX + "warn")
        && enforces
        && enforce.level().compareTo(warn.level()) > 0) {
      warn = warn.withLevel(enforce.level());
      if (!labels.containsKey(PREFIX + "warn-version")) {
        warn = warn.withMinor(enforce.minor());
      }
    }
    return new NamespacePolicy(enforce, audit, warn, List.copyOf(errors));
  }

  private static LevelVersion read(
      Map<String, String> labels, String mode, Level onError, List<FieldError> errors) {
    LevelVersion found = LevelVersion.PRIVILEGED;
    String level = labels.get(PREFIX + mode);
    if (level != null) {
      Optional<Level> parsed = Level.parse(level);
      if (parsed.isEmpty()) {
        errors.add(invalid(mode, level, "must be one of privileged, baseline, restricted"));
      }
      found = found.withLevel(parsed.orElse(onError));
    }
    String version = labels.get(PREFIX + mode + "-version");
    if (version != null) {
      OptionalInt parsed = LevelVersion.parseVersion(version);
      if (parsed.isEmpty()) {
        errors.add(invalid(mode + "-version", version, "must be \"latest\" or \"v1.x\""));
      }
      found = found.withMinor(parsed.orElse(LevelVersion.LATEST));
    }
    return found;
  }

  private static FieldError invalid(String label, String value, String detail) {
    return FieldError.invalid("metadata.labels[" + PREFIX + label + "]", value, detail);
  }

  /** Whether nothing is asked for. */
  boolean asksNothing() {
    return errors.isEmpty()
        && enforce.level() == Level.PRIVILEGED
        && audit.level() == Level.PRIVILEGED
        && warn.level() == Level.PRIVILEGED;
  }
}
