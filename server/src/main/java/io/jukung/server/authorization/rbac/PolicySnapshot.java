package io.jukung.server.authorization.rbac;

import io.jukung.registry.request.UserInfo;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** All roles and bindings at one time, indexed by whom they are for. Immutable. */
final class PolicySnapshot {
  private final Map<String, List<PolicyRule>> clusterRoles;
  private final Map<String, List<PolicyRule>> roles;
  private final Grants cluster = new Grants();
  private final Map<String, Grants> namespaces = new HashMap<>();

  /**
   * Indexes.
   *
   * @param roles by {@code <namespace>/<name>}
   */
  PolicySnapshot(
      Map<String, List<PolicyRule>> clusterRoles,
      Map<String, List<PolicyRule>> roles,
      Collection<Binding> bindings) {
    this.clusterRoles = Map.copyOf(clusterRoles);
    this.roles = Map.copyOf(roles);
    for (Binding binding : bindings) {
      Optional<List<PolicyRule>> rules = rules(binding);
      Grants grants =
          binding.namespace().isEmpty()
              ? cluster
              : namespaces.computeIfAbsent(binding.namespace(), key -> new Grants());
      grants.add(binding, rules.orElse(List.of()), rules.isPresent() ? "" : missing(binding));
    }
  }

  private Optional<List<PolicyRule>> rules(Binding binding) {
    return switch (binding.roleKind()) {
      case "ClusterRole" -> Optional.ofNullable(clusterRoles.get(binding.roleName()));
      case "Role" -> Optional.ofNullable(roles.get(binding.namespace() + "/" + binding.roleName()));
      default -> Optional.empty();
    };
  }

  private static String missing(Binding binding) {
    return switch (binding.roleKind()) {
      case "ClusterRole", "Role" ->
          binding.roleKind().toLowerCase(Locale.ROOT)
              + ".rbac.authorization.k8s.io \""
              + binding.roleName()
              + "\" not found";
      default -> "unsupported role reference kind: \"" + binding.roleKind() + "\"";
    };
  }

  /**
   * Shows what a user has in a namespace, cluster-wide grants first, until the visitor has seen
   * enough.
   *
   * @param namespace empty for cluster-wide grants only
   * @param visitor returns true to end it
   */
  void visit(UserInfo user, String namespace, Predicate<Grant> visitor) {
    if (!cluster.visit(user, visitor) && !namespace.isEmpty()) {
      var _ = namespaces.getOrDefault(namespace, Grants.NONE).visit(user, visitor);
    }
  }

  /** The rules of a ClusterRole. */
  Optional<List<PolicyRule>> clusterRole(String name) {
    return Optional.ofNullable(clusterRoles.get(name));
  }

  /** The rules of a Role. */
  Optional<List<PolicyRule>> role(String namespace, String name) {
    return Optional.ofNullable(roles.get(namespace + "/" + name));
  }
}
