package io.jukung.server.audit;

import io.jukung.registry.config.ConfigException;
import io.jukung.registry.config.ConfigNode;
import io.jukung.registry.status.FieldError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a {@code Policy} of {@code audit.k8s.io/v1} ({@code pkg/audit/policy/reader.go} and {@code
 * pkg/apis/audit/validation/validation.go} at v1.36). Unlike upstream, a field that does not exist
 * is an error: a rule with a misspelt one would fit more than was meant.
 */
final class AuditPolicyFile {
  private static final Set<String> RULE =
      Set.of(
          "level",
          "users",
          "userGroups",
          "verbs",
          "resources",
          "namespaces",
          "nonResourceURLs",
          "omitStages",
          "omitManagedFields");

  private final List<FieldError> errors = new ArrayList<>();

  private AuditPolicyFile() {}

  /**
   * The policy in a file.
   *
   * @throws ConfigException with all that is wrong with it
   */
  static AuditPolicy read(Path file) {
    return policy(ConfigNode.read(file, "Policy", List.of("audit.k8s.io/v1")));
  }

  /** The policy that comes with the server. */
  static AuditPolicy builtIn() {
    try (InputStream text = AuditPolicyFile.class.getResourceAsStream("policy.yaml")) {
      return parse(Objects.requireNonNull(text, "no policy in the jar").readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The policy in a text. */
  static AuditPolicy parse(byte[] text) {
    return policy(ConfigNode.parse(text, "Policy", List.of("audit.k8s.io/v1")));
  }

  private static AuditPolicy policy(ConfigNode root) {
    AuditPolicyFile reader = new AuditPolicyFile();
    root.allow(
        Set.of("apiVersion", "kind", "metadata", "rules", "omitStages", "omitManagedFields"));
    Set<AuditStep> omitted = reader.steps(root);
    List<AuditPolicy.Rule> rules =
        root.children("rules").stream().map(node -> reader.rule(node, omitted)).toList();
    if (!reader.errors.isEmpty()) {
      throw new ConfigException(FieldError.aggregate(reader.errors));
    }
    if (rules.isEmpty()) {
      throw new ConfigException("loaded illegal policy with 0 rules");
    }
    return new AuditPolicy(rules, omitted, root.flag("omitManagedFields").orElse(false));
  }

  private Set<AuditStep> steps(ConfigNode node) {
    Set<AuditStep> steps = EnumSet.noneOf(AuditStep.class);
    List<String> names = node.texts("omitStages");
    for (int i = 0; i < names.size(); i++) {
      Optional<AuditStep> step = AuditStep.of(names.get(i));
      if (step.isEmpty()) {
        errors.add(
            FieldError.invalid(
                node.path("omitStages") + "[" + i + "]",
                names.get(i),
                "allowed stages are "
                    + Arrays.stream(AuditStep.values())
                        .map(AuditStep::text)
                        .collect(Collectors.joining(","))));
      }
      step.ifPresent(steps::add);
    }
    return steps;
  }

  private AuditPolicy.Rule rule(ConfigNode node, Set<AuditStep> omitted) {
    node.allow(RULE);
    Set<AuditStep> steps = steps(node);
    steps.addAll(omitted);
    List<AuditPolicy.Resources> resources =
        node.children("resources").stream()
            .map(part -> resources(part, node.path("resources")))
            .toList();
    List<String> paths = paths(node);
    if (!paths.isEmpty() && (!resources.isEmpty() || !node.texts("namespaces").isEmpty())) {
      errors.add(
          FieldError.invalidHidden(
              node.path("nonResourceURLs"),
              "rules cannot apply to both regular resources and non-resource URLs"));
    }
    return new AuditPolicy.Rule(
        level(node),
        node.texts("users"),
        node.texts("userGroups"),
        node.texts("verbs"),
        resources,
        node.texts("namespaces"),
        paths,
        steps,
        node.flag("omitManagedFields"));
  }

  private AuditLevel level(ConfigNode node) {
    String text = node.text("level");
    Optional<AuditLevel> level = AuditLevel.of(text);
    if (text.isEmpty()) {
      errors.add(FieldError.required(node.path("level"), ""));
    } else if (level.isEmpty()) {
      errors.add(
          FieldError.notSupported(
              node.path("level"),
              text,
              Arrays.stream(AuditLevel.values()).map(AuditLevel::text).toList()));
    }
    return level.orElse(AuditLevel.NONE);
  }

  private List<String> paths(ConfigNode node) {
    List<String> paths = node.texts("nonResourceURLs");
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i);
      String place = node.path("nonResourceURLs") + "[" + i + "]";
      if (path.equals("*")) {
        continue;
      }
      if (!path.startsWith("/")) {
        errors.add(
            FieldError.invalid(
                place, path, "non-resource URL rules must begin with a '/' character"));
      }
      int star = path.indexOf('*');
      if (star >= 0 && star < path.length() - 1) {
        errors.add(
            FieldError.invalid(
                place,
                path,
                "non-resource URL wildcards '*' must be the final character of the rule"));
      }
    }
    return paths;
  }

  private AuditPolicy.Resources resources(ConfigNode node, String path) {
    node.allow(Set.of("group", "resources", "resourceNames"));
    List<String> names = node.texts("resourceNames");
    List<String> resources = node.texts("resources");
    if (!names.isEmpty() && resources.isEmpty()) {
      errors.add(
          FieldError.invalidHidden(
              path + ".resourceNames", "using resourceNames requires at least one resource"));
    }
    if (node.text("group").contains("/")) {
      errors.add(
          FieldError.invalid(path + ".group", node.text("group"), "expected a group, no version"));
    }
    return new AuditPolicy.Resources(node.text("group"), resources, names);
  }
}
