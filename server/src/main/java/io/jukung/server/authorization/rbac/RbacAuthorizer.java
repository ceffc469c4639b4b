package io.jukung.server.authorization.rbac;

import io.jukung.registry.request.UserInfo;
import io.jukung.server.authorization.Attributes;
import io.jukung.server.authorization.Authorizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Allows what a role that is bound to somebody allows.
 *
 * <p>Upstream: {@code plugin/pkg/auth/authorizer/rbac/rbac.go} at v1.36.
 */
public final class RbacAuthorizer implements Authorizer {
  private final RbacPolicy policy;

  /** Decides by {@code policy}. */
  public RbacAuthorizer(RbacPolicy policy) {
    this.policy = policy;
  }

  @Override
  public Decision authorize(Attributes attributes) {
    Search search = new Search(attributes);
    policy.snapshot().visit(attributes.user(), attributes.namespace(), search);
    return search.decision();
  }

  /** Looks for a rule that allows, and remembers which roles are missing. */
  private static final class Search implements Predicate<Grant> {
    private final Attributes wanted;
    private @Nullable Grant found;
    private Set<String> missing = Set.of();

    Search(Attributes wanted) {
      this.wanted = wanted;
    }

    @Override
    public boolean test(Grant grant) {
      List<PolicyRule> rules = grant.rules();
      for (int i = 0; i < rules.size(); i++) {
        if (rules.get(i).allows(wanted)) {
          found = grant;
          return true;
        }
      }
      if (!grant.missing().isEmpty()) {
        missing = new LinkedHashSet<>(missing);
        missing.add(grant.missing());
      }
      return false;
    }

    Decision decision() {
      Grant grant = found;
      if (grant != null) {
        return grant.allowed();
      }
      return new Decision.NoOpinion(missing.isEmpty() ? "" : "RBAC: " + joined(missing));
    }
  }

  static String joined(Set<String> texts) {
    String all = String.join(", ", texts);
    return texts.size() == 1 ? all : "[" + all + "]";
  }

  @Override
  public Rules rules(UserInfo user, String namespace) {
    List<ResourceRule> resources = new ArrayList<>();
    List<NonResourceRule> paths = new ArrayList<>();
    Set<String> missing = new LinkedHashSet<>();
    for (PolicyRule rule : owned(policy.snapshot(), user, namespace, missing)) {
      if (!rule.resources().isEmpty()) {
        resources.add(
            new ResourceRule(rule.verbs(), rule.groups(), rule.resources(), rule.names()));
      }
      if (!rule.urls().isEmpty()) {
        paths.add(new NonResourceRule(rule.verbs(), rule.urls()));
      }
    }
    return new Rules(resources, paths, false, missing.isEmpty() ? "" : joined(missing));
  }

  /**
   * All rules of a user in a namespace.
   *
   * @param missing gets what is to be said of roles that don't exist
   */
  static List<PolicyRule> owned(
      PolicySnapshot snapshot, UserInfo user, String namespace, Set<String> missing) {
    List<PolicyRule> rules = new ArrayList<>();
    Set<Binding> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    snapshot.visit(
        user,
        namespace,
        grant -> {
          if (seen.add(grant.binding())) {
            rules.addAll(grant.rules());
            if (!grant.missing().isEmpty()) {
              missing.add(grant.missing());
            }
          }
          return false;
        });
    return rules;
  }
}
