package io.jukung.server.authorization.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.status.FieldError;
import io.jukung.server.authorization.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Verbs on resources or on paths, as a role lists them; {@code *} stands for all.
 *
 * <p>Upstream: {@code pkg/apis/rbac/v1/evaluation_helpers.go} at v1.36.
 *
 * @param resources such as {@code pods}, {@code pods/log} or a subresource of everything, as in
 *     <code>*</code>{@code /scale}
 * @param names the objects it is about; empty is all
 */
record PolicyRule(
    List<String> verbs,
    List<String> groups,
    List<String> resources,
    List<String> names,
    List<String> urls) {
  private static final String ALL = "*";

  /** Copies the lists. */
  PolicyRule {
    verbs = List.copyOf(verbs);
    groups = List.copyOf(groups);
    resources = List.copyOf(resources);
    names = List.copyOf(names);
    urls = List.copyOf(urls);
  }

  /** The rules of a role. */
  static List<PolicyRule> of(JsonNode role) {
    List<PolicyRule> rules = new ArrayList<>();
    for (JsonNode rule : role.path("rules")) {
      rules.add(
          new PolicyRule(
              texts(rule.path("verbs")),
              texts(rule.path("apiGroups")),
              texts(rule.path("resources")),
              texts(rule.path("resourceNames")),
              texts(rule.path("nonResourceURLs"))));
    }
    return List.copyOf(rules);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>(list.size());
    list.forEach(text -> texts.add(text.asText().intern()));
    return texts;
  }

  /** Whether the rule allows it. Allocates nothing. */
  boolean allows(Attributes wanted) {
    if (!verbs.contains(ALL) && !verbs.contains(wanted.verb())) {
      return false;
    }
    if (!wanted.resourceRequest()) {
      return allowsPath(wanted.path());
    }
    return (groups.contains(ALL) || groups.contains(wanted.group()))
        && allowsResource(wanted.resource(), wanted.subresource())
        && (names.isEmpty() || names.contains(wanted.name()));
  }

  private boolean allowsResource(String resource, String subresource) {
    for (int i = 0; i < resources.size(); i++) {
      String rule = resources.get(i);
      if (rule.equals(ALL) || (subresource.isEmpty() && rule.equals(resource))) {
        return true;
      }
      if (!subresource.isEmpty()) {
        int slash = rule.length() - subresource.length() - 1;
        boolean same = slash > 0 && rule.charAt(slash) == '/' && rule.endsWith(subresource);
        if (same && isBefore(rule, slash, resource)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the part of a rule before its slash is the resource, or stands for all. */
  private static boolean isBefore(String rule, int slash, String resource) {
    return (slash == 1 && rule.charAt(0) == '*')
        || (slash == resource.length() && rule.startsWith(resource));
  }

  private boolean allowsPath(String path) {
    for (int i = 0; i < urls.size(); i++) {
      String url = urls.get(i);
      if (url.equals(ALL)
          || url.equals(path)
          || (url.endsWith(ALL) && path.startsWith(stem(url)))) {
        return true;
      }
    }
    return false;
  }

  /** A path's pattern without the stars at its end. */
  static String stem(String url) {
    int end = url.length();
    while (end > 0 && url.charAt(end - 1) == '*') {
      end--;
    }
    return url.substring(0, end);
  }

  /** The form that messages about missing permissions have. */
  String compact() {
    List<String> parts = new ArrayList<>();
    add(parts, "APIGroups", groups);
    add(parts, "Resources", resources);
    add(parts, "NonResourceURLs", urls);
    add(parts, "ResourceNames", names);
    add(parts, "Verbs", verbs);
    return "{" + String.join(", ", parts) + "}";
  }

  private static void add(List<String> parts, String name, List<String> values) {
    if (!values.isEmpty()) {
      parts.add(name + ":" + quoted(values));
    }
  }

  /** Texts as Go's {@code %q} prints a slice. */
  static String quoted(List<String> values) {
    return values.stream().map(FieldError::quote).collect(Collectors.joining(" ", "[", "]"));
  }
}
