package io.jukung.admission.podsecurity;

import io.jukung.registry.config.ConfigException;
import io.jukung.registry.config.ConfigNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.validation.NameRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * What holds where a namespace says nothing, and who is exempt ({@code PodSecurityConfiguration} in
 * {@code k8s.io/pod-security-admission/admission/api} at v1.36). Immutable.
 */
public record PodSecurityConfig(Defaults defaults, Exemptions exemptions) {
  /** Nothing is asked for, and nobody exempt. */
  public static final PodSecurityConfig NONE =
      new PodSecurityConfig(
          new Defaults(LevelVersion.PRIVILEGED, LevelVersion.PRIVILEGED, LevelVersion.PRIVILEGED),
          new Exemptions(Set.of(), Set.of(), Set.of()));

  private static final List<String> VERSIONS =
      List.of(
          "pod-security.admission.config.k8s.io/v1",
          "pod-security.admission.config.k8s.io/v1beta1",
          "pod-security.admission.config.k8s.io/v1alpha1");

  /** What holds in a namespace without labels. */
  record Defaults(LevelVersion enforce, LevelVersion audit, LevelVersion warn) {}

  /** Who is let through. */
  record Exemptions(Set<String> users, Set<String> namespaces, Set<String> runtimeClasses) {}

  /**
   * Reads a configuration.
   *
   * @throws ConfigException with all that is wrong with it
   */
  public static PodSecurityConfig of(Optional<byte[]> text) {
    if (text.isEmpty()) {
      return NONE;
    }
    ConfigNode root =
        ConfigNode.parse(text.get(), "PodSecurityConfiguration", VERSIONS)
            .allow(Set.of("apiVersion", "kind", "defaults", "exemptions"));
    List<FieldError> errors = new ArrayList<>();
    Optional<ConfigNode> defaults = root.child("defaults");
    defaults.ifPresent(
        node ->
            node.allow(
                Set.of(
                    "enforce",
                    "enforce-version",
                    "audit",
                    "audit-version",
                    "warn",
                    "warn-version")));
    LevelVersion enforce = level(defaults, "enforce", errors);
    LevelVersion warn = level(defaults, "warn", errors);
    LevelVersion audit = level(defaults, "audit", errors);
    Optional<ConfigNode> exemptions = root.child("exemptions");
    exemptions.ifPresent(node -> node.allow(Set.of("usernames", "namespaces", "runtimeClasses")));
    Set<String> namespaces =
        names(exemptions, "namespaces", name -> NameRule.DNS_LABEL.errors(name, false), errors);
    Set<String> classes =
        names(
            exemptions,
            "runtimeClasses",
            name -> NameRule.DNS_SUBDOMAIN.errors(name, false),
            errors);
    Set<String> users =
        names(
            exemptions,
            "usernames",
            name -> name.isEmpty() ? List.of("username must not be empty") : List.of(),
            errors);
    if (!errors.isEmpty()) {
      throw new ConfigException(FieldError.aggregate(errors));
    }
    return new PodSecurityConfig(
        new Defaults(enforce, audit, warn), new Exemptions(users, namespaces, classes));
  }

  private static LevelVersion level(
      Optional<ConfigNode> defaults, String mode, List<FieldError> errors) {
    String level = text(defaults, mode, "privileged");
    String version = text(defaults, mode + "-version", "latest");
    Optional<Level> parsed = Level.parse(level);
    if (parsed.isEmpty()) {
      errors.add(FieldError.invalid("defaults." + mode, level, NamespacePolicy.NO_LEVEL));
    }
    OptionalInt minor = LevelVersion.parseVersion(version);
    if (minor.isEmpty()) {
      errors.add(
          FieldError.invalid("defaults." + mode + "-version", version, NamespacePolicy.NO_VERSION));
    }
    return new LevelVersion(parsed.orElse(Level.PRIVILEGED), minor.orElse(LevelVersion.LATEST));
  }

  private static String text(Optional<ConfigNode> node, String field, String otherwise) {
    return node.map(n -> n.text(field)).filter(text -> !text.isEmpty()).orElse(otherwise);
  }

  private static Set<String> names(
      Optional<ConfigNode> node,
      String field,
      Function<String, List<String>> rule,
      List<FieldError> errors) {
    Set<String> names = new HashSet<>();
    List<String> texts = node.map(n -> n.texts(field)).orElse(List.of());
    for (int i = 0; i < texts.size(); i++) {
      String path = "exemptions." + field + "[" + i + "]";
      List<String> wrong = rule.apply(texts.get(i));
      if (!wrong.isEmpty()) {
        errors.add(FieldError.invalid(path, texts.get(i), String.join(", ", wrong)));
      } else if (!names.add(texts.get(i))) {
        errors.add(FieldError.duplicate(path, texts.get(i)));
      }
    }
    return Set.copyOf(names);
  }
}
