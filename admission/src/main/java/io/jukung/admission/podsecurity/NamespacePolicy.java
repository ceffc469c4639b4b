package io.jukung.admission.podsecurity;

import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.Comparator;
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
  private static final List<String> MODES = List.of("enforce", "audit", "warn");
  static final String NO_LEVEL = "must be one of privileged, baseline, restricted";
  static final String NO_VERSION = "must be \"latest\" or \"v1.x\"";
  private static final String PREFIX = "pod-security.kubernetes.io/";

  /** The policy of a namespace with these labels, where they say nothing the defaults. */
  static NamespacePolicy of(Map<String, String> labels, PodSecurityConfig.Defaults defaults) {
    List<FieldError> errors = new ArrayList<>();
    LevelVersion enforce = read(labels, "enforce", defaults.enforce(), Level.RESTRICTED, errors);
    LevelVersion audit = read(labels, "audit", defaults.audit(), Level.PRIVILEGED, errors);
    LevelVersion warn = read(labels, "warn", defaults.warn(), Level.PRIVILEGED, errors);
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
      Map<String, String> labels,
      String mode,
      LevelVersion otherwise,
      Level onError,
      List<FieldError> errors) {
    LevelVersion found = otherwise;
    String level = labels.get(PREFIX + mode);
    if (level != null) {
      Optional<Level> parsed = Level.parse(level);
      if (parsed.isEmpty()) {
        errors.add(invalid(mode, level, NO_LEVEL));
      }
      found = found.withLevel(parsed.orElse(onError));
    }
    String version = labels.get(PREFIX + mode + "-version");
    if (version != null) {
      OptionalInt parsed = LevelVersion.parseVersion(version);
      if (parsed.isEmpty()) {
        errors.add(invalid(mode + "-version", version, NO_VERSION));
      }
      found = found.withMinor(parsed.orElse(LevelVersion.LATEST));
    }
    return found;
  }

  private static FieldError invalid(String label, String value, String detail) {
    return FieldError.invalid("metadata.labels[" + PREFIX + label + "]", value, detail);
  }

  /** Whether the same is asked for, whatever the version where nothing is. */
  boolean equivalent(PodSecurityConfig.Defaults defaults) {
    return same(enforce, defaults.enforce())
        && same(audit, defaults.audit())
        && same(warn, defaults.warn());
  }

  private static boolean same(LevelVersion one, LevelVersion other) {
    return one.level() == other.level()
        && (one.level() == Level.PRIVILEGED || one.minor() == other.minor());
  }

  /** What the labels ask for beyond nothing, such as {@code enforce=baseline:latest}. */
  String told(Map<String, String> labels) {
    List<String> parts = new ArrayList<>();
    Map.of("enforce", enforce, "audit", audit, "warn", warn).entrySet().stream()
        .sorted(Comparator.comparingInt(mode -> MODES.indexOf(mode.getKey())))
        .forEach(
            mode -> {
              String label = PREFIX + mode.getKey();
              if (mode.getValue().level() != Level.PRIVILEGED
                  && (labels.containsKey(label) || labels.containsKey(label + "-version"))) {
                parts.add(mode.getKey() + "=" + mode.getValue());
              }
            });
    return String.join(", ", parts);
  }

  /** Whether nothing is asked for. */
  boolean asksNothing() {
    return errors.isEmpty()
        && enforce.level() == Level.PRIVILEGED
        && audit.level() == Level.PRIVILEGED
        && warn.level() == Level.PRIVILEGED;
  }
}
