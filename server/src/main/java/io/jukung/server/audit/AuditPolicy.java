package io.jukung.server.audit;

import io.jukung.registry.request.UserInfo;
import io.jukung.server.authorization.Attributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which requests are written down: the first rule that fits decides ({@code
 * pkg/audit/policy/checker.go} at v1.36). Immutable.
 */
record AuditPolicy(List<Rule> rules, Set<AuditStep> omitted, boolean omitsManagedFields) {
  /** What is done with a request. */
  record Decision(AuditLevel level, Set<AuditStep> omitted, boolean omitsManagedFields) {}

  /** Resources of a group; no names stand for all of them. */
  record Resources(String group, List<String> resources, List<String> names) {}

  /** One rule; empty lists fit everything. */
  record Rule(
      AuditLevel level,
      List<String> users,
      List<String> groups,
      List<String> verbs,
      List<Resources> resources,
      List<String> namespaces,
      List<String> paths,
      Set<AuditStep> omitted,
      Optional<Boolean> omitsManagedFields) {

    boolean fits(Attributes request) {
      UserInfo user = request.user();
      if (!users.isEmpty() && !users.contains(user.name())) {
        return false;
      }
      if (!groups.isEmpty() && user.groups().stream().noneMatch(groups::contains)) {
        return false;
      }
      if (!verbs.isEmpty() && !verbs.contains(request.verb())) {
        return false;
      }
      if (!namespaces.isEmpty() || !resources.isEmpty()) {
        return request.resourceRequest() && fitsResource(request);
      }
      return paths.isEmpty()
          || (!request.resourceRequest()
              && paths.stream().anyMatch(path -> fitsPath(path, request.path())));
    }

    private static boolean fitsPath(String pattern, String path) {
      return pattern.equals("*")
          || pattern.equals(path)
          || (pattern.endsWith("*") && path.startsWith(pattern.substring(0, pattern.length() - 1)));
    }

    private boolean fitsResource(Attributes request) {
      if (!namespaces.isEmpty() && !namespaces.contains(request.namespace())) {
        return false;
      }
      return resources.isEmpty() || resources.stream().anyMatch(part -> fits(part, request));
    }

    private static boolean fits(Resources part, Attributes request) {
      if (!part.group.equals(request.group()) && !part.group.equals("*")) {
        return false;
      }
      if (part.resources.isEmpty()) {
        return true;
      }
      if (!part.names.isEmpty() && !part.names.contains(request.name())) {
        return false;
      }
      String resource = request.resource();
      String subresource = request.subresource();
      String both = subresource.isEmpty() ? resource : resource + "/" + subresource;
      return part.resources.stream()
          .anyMatch(
              wanted ->
                  wanted.equals(both)
                      || wanted.equals("*")
                      || (!subresource.isEmpty() && wanted.equals("*/" + subresource))
                      || wanted.equals(resource + "/*"));
    }
  }

  AuditPolicy {
    rules = List.copyOf(rules);
    omitted = Set.copyOf(omitted);
  }

  /** What is done with a request; nothing when no rule fits. */
  Decision decide(Attributes request) {
    for (Rule rule : rules) {
      if (rule.fits(request)) {
        return new Decision(
            rule.level, rule.omitted, rule.omitsManagedFields.orElse(omitsManagedFields));
      }
    }
    return new Decision(AuditLevel.NONE, omitted, omitsManagedFields);
  }
}
