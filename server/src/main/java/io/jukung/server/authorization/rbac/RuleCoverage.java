package io.jukung.server.authorization.rbac;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether some rules give all that others give.
 *
 * <p>Upstream: {@code k8s.io/component-helpers/auth/rbac/validation/policy_comparator.go} at v1.36.
 */
final class RuleCoverage {
  private RuleCoverage() {}

  /** What {@code wanted} give and {@code owned} don't, in single permissions. */
  static List<PolicyRule> missing(List<PolicyRule> owned, List<PolicyRule> wanted) {
    List<PolicyRule> missing = new ArrayList<>();
    for (PolicyRule rule : wanted) {
      for (PolicyRule single : singles(rule)) {
        if (owned.stream().noneMatch(owner -> covers(owner, single))) {
          missing.add(single);
        }
      }
    }
    return missing;
  }

  /** A rule as rules of at most one verb, resource, name and path. */
  static List<PolicyRule> singles(PolicyRule rule) {
    List<PolicyRule> singles = new ArrayList<>();
    for (String group : rule.groups()) {
      for (String resource : rule.resources()) {
        for (String verb : rule.verbs()) {
          List<List<String>> names =
              rule.names().isEmpty()
                  ? List.of(List.of())
                  : rule.names().stream().map(List::of).toList();
          for (List<String> name : names) {
            singles.add(
                new PolicyRule(List.of(verb), List.of(group), List.of(resource), name, List.of()));
          }
        }
      }
    }
    for (String url : rule.urls()) {
      for (String verb : rule.verbs()) {
        singles.add(new PolicyRule(List.of(verb), List.of(), List.of(), List.of(), List.of(url)));
      }
    }
    return singles;
  }

  private static boolean covers(PolicyRule owner, PolicyRule single) {
    return hasAll(owner.verbs(), single.verbs())
        && hasAll(owner.groups(), single.groups())
        && single.resources().stream().allMatch(resource -> hasResource(owner, resource))
        && hasNames(owner.names(), single.names())
        && single.urls().stream().allMatch(url -> hasUrl(owner, url));
  }

  private static boolean hasAll(List<String> owned, List<String> wanted) {
    return owned.contains("*") || owned.containsAll(wanted);
  }

  private static boolean hasNames(List<String> owned, List<String> wanted) {
    return owned.isEmpty() || (!wanted.isEmpty() && owned.containsAll(wanted));
  }

  private static boolean hasResource(PolicyRule owner, String resource) {
    int slash = resource.indexOf('/');
    return owner.resources().contains("*")
        || owner.resources().contains(resource)
        || (slash >= 0 && owner.resources().contains("*" + resource.substring(slash)));
  }

  private static boolean hasUrl(PolicyRule owner, String url) {
    return owner.urls().stream()
        .anyMatch(
            owned ->
                owned.equals(url)
                    || (owned.endsWith("*") && url.startsWith(PolicyRule.stem(owned))));
  }

  /** Single permissions on the same object as one, with all verbs; for messages. */
  static List<PolicyRule> compacted(List<PolicyRule> singles) {
    List<PolicyRule> compacted = new ArrayList<>();
    Map<List<List<String>>, List<String>> verbs = new LinkedHashMap<>();
    for (PolicyRule rule : singles) {
      if (!rule.urls().isEmpty()) {
        compacted.add(rule);
      } else {
        verbs
            .computeIfAbsent(
                List.of(rule.groups(), rule.resources(), rule.names()), key -> new ArrayList<>())
            .addAll(rule.verbs());
      }
    }
    verbs.forEach(
        (key, all) ->
            compacted.add(new PolicyRule(all, key.get(0), key.get(1), key.get(2), List.of())));
    return compacted;
  }
}
