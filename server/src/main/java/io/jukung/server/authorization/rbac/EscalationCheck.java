package io.jukung.server.authorization.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.UserInfo;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.server.authorization.Attributes;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.authorization.Authorizer.Decision;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Refuses roles and bindings that would give somebody more than their writer has.
 *
 * <p>Upstream: {@code pkg/registry/rbac/escalation_check.go}, {@code validation/rule.go} and the
 * {@code policybased} storages at v1.36.
 */
public final class EscalationCheck {
  private static final String GROUP = "rbac.authorization.k8s.io";
  private static final GroupVersionResource CLUSTER_ROLES =
      new GroupVersionResource(GROUP, "v1", "clusterroles");
  private static final GroupVersionResource ROLES = new GroupVersionResource(GROUP, "v1", "roles");
  private static final List<String> ALL = List.of("*");
  private static final List<PolicyRule> FULL_AUTHORITY =
      List.of(
          new PolicyRule(ALL, ALL, ALL, List.of(), List.of()),
          new PolicyRule(ALL, List.of(), List.of(), List.of(), ALL));

  private final RbacPolicy policy;
  private final Authorizer authorizer;

  /**
   * Knows who has what from {@code policy}.
   *
   * @param authorizer asked for the verbs {@code escalate} and {@code bind}
   */
  public EscalationCheck(RbacPolicy policy, Authorizer authorizer) {
    this.policy = policy;
    this.authorizer = authorizer;
  }

  /** Whether objects of this type give permissions. */
  public static boolean guards(ResourceType type) {
    return type.resource().group().equals(GROUP);
  }

  /**
   * Judges a write.
   *
   * @param name the name in the path; empty on create
   * @param old empty on create
   * @throws StatusException 403 when the writer would give what they have not
   */
  void check(
      ResourceType type,
      UserInfo writer,
      String namespace,
      String name,
      ObjectNode object,
      Optional<ObjectNode> old) {
    if (writer.groups().contains(UserInfo.SYSTEM_MASTERS)
        || (old.isPresent() && onlyForDeletion(object, old.get()))) {
      return;
    }
    switch (type.resource().resource()) {
      case "clusterroles", "roles" -> checkRole(type, writer, namespace, name, object, old);
      case "clusterrolebindings", "rolebindings" -> checkBinding(type, writer, namespace, object);
      default -> {}
    }
  }

  /** Whether the write changes only what the garbage collector needs. */
  private static boolean onlyForDeletion(ObjectNode object, ObjectNode old) {
    return stripped(object).equals(stripped(old));
  }

  private static ObjectNode stripped(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    if (copy.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(List.of("ownerReferences", "finalizers", "selfLink", "managedFields"));
    }
    return copy;
  }

  private void checkRole(
      ResourceType type,
      UserInfo writer,
      String namespace,
      String name,
      ObjectNode role,
      Optional<ObjectNode> old) {
    if (allowed(writer, "escalate", type.resource(), namespace, name)) {
      return;
    }
    PolicySnapshot snapshot = policy.snapshot();
    String shown = name.isEmpty() ? role.path("metadata").path("name").asText("") : name;
    require(type, shown, snapshot, writer, namespace, PolicyRule.of(role));
    if (aggregates(role) || old.filter(EscalationCheck::aggregates).isPresent()) {
      if (!missing(snapshot, writer, namespace, FULL_AUTHORITY, new LinkedHashSet<>()).isEmpty()) {
        throw StatusException.forbidden(
            type.resource(),
            shown,
            "must have cluster-admin privileges to use the aggregationRule");
      }
    }
  }

  private static boolean aggregates(ObjectNode role) {
    return !role.path("aggregationRule").path("clusterRoleSelectors").isEmpty();
  }

  private void checkBinding(
      ResourceType type, UserInfo writer, String namespace, ObjectNode binding) {
    JsonNode reference = binding.path("roleRef");
    String roleName = reference.path("name").asText("");
    PolicySnapshot snapshot = policy.snapshot();
    Optional<List<PolicyRule>> rules;
    GroupVersionResource roles;
    switch (reference.path("kind").asText("")) {
      case "ClusterRole" -> {
        roles = CLUSTER_ROLES;
        rules = snapshot.clusterRole(roleName);
      }
      case "Role" -> {
        roles = ROLES;
        rules = snapshot.role(namespace, roleName);
      }
      default -> {
        return; // no valid binding, as its own rules say later
      }
    }
    if (allowed(writer, "bind", roles, namespace, roleName)) {
      return;
    }
    List<PolicyRule> given = rules.orElseThrow(() -> StatusException.notFound(roles, roleName));
    String name = binding.path("metadata").path("name").asText("");
    require(type, name, snapshot, writer, namespace, given);
  }

  private boolean allowed(
      UserInfo writer, String verb, GroupVersionResource resource, String namespace, String name) {
    Attributes attributes =
        new Attributes(
            writer,
            verb,
            true,
            resource.group(),
            "*",
            resource.resource(),
            "",
            namespace,
            name,
            "");
    return authorizer.authorize(attributes) instanceof Decision.Allow;
  }

  private static void require(
      ResourceType type,
      String name,
      PolicySnapshot snapshot,
      UserInfo writer,
      String namespace,
      List<PolicyRule> given) {
    Set<String> unresolved = new LinkedHashSet<>();
    List<PolicyRule> missing = missing(snapshot, writer, namespace, given, unresolved);
    if (missing.isEmpty()) {
      return;
    }
    TreeSet<String> lines = new TreeSet<>();
    RuleCoverage.compacted(missing).forEach(rule -> lines.add(rule.compact()));
    throw StatusException.forbidden(
        type.resource(),
        name,
        "user "
            + FieldError.quote(writer.name())
            + " (groups="
            + PolicyRule.quoted(writer.groups())
            + ") is attempting to grant RBAC permissions not currently held:\n"
            + String.join("\n", lines)
            + (unresolved.isEmpty()
                ? ""
                : "; resolution errors: [" + RbacAuthorizer.joined(unresolved) + "]"));
  }

  private static List<PolicyRule> missing(
      PolicySnapshot snapshot,
      UserInfo writer,
      String namespace,
      List<PolicyRule> given,
      Set<String> unresolved) {
    return RuleCoverage.missing(
        RbacAuthorizer.owned(snapshot, writer, namespace, unresolved), given);
  }
}
