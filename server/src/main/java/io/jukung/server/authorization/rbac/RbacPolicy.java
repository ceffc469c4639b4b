package io.jukung.server.authorization.rbac;

import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.store.Registry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The newest snapshot of roles and bindings. Safe for all threads. */
public final class RbacPolicy {
  private final CachedReading<List<PolicyRule>> clusterRoles;
  private final CachedReading<List<PolicyRule>> roles;
  private final CachedReading<Binding> clusterRoleBindings;
  private final CachedReading<Binding> roleBindings;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable PolicySnapshot newest;

  /** Reads from {@code registry}, which need not be started yet. */
  public RbacPolicy(Catalog catalog, Registry registry) {
    ResourceType clusterRoleType = type(catalog, "clusterroles");
    ResourceType roleType = type(catalog, "roles");
    ResourceType clusterBindingType = type(catalog, "clusterrolebindings");
    ResourceType bindingType = type(catalog, "rolebindings");
    this.clusterRoles =
        new CachedReading<>(
            registry.store(clusterRoleType), registry.lastChange(clusterRoleType), PolicyRule::of);
    this.roles =
        new CachedReading<>(
            registry.store(roleType), registry.lastChange(roleType), PolicyRule::of);
    this.clusterRoleBindings =
        new CachedReading<>(
            registry.store(clusterBindingType),
            registry.lastChange(clusterBindingType),
            Binding::of);
    this.roleBindings =
        new CachedReading<>(
            registry.store(bindingType), registry.lastChange(bindingType), Binding::of);
  }

  private static ResourceType type(Catalog catalog, String resource) {
    return catalog
        .resource(new GroupVersionResource("rbac.authorization.k8s.io", "v1", resource))
        .orElseThrow();
  }

  /** The newest snapshot; one that is being replaced right now may be given out a last time. */
  PolicySnapshot snapshot() {
    PolicySnapshot known = newest;
    if (known == null) {
      return renewed(null);
    }
    boolean changed =
        clusterRoles.changed()
            || clusterRoleBindings.changed()
            || roles.changed()
            || roleBindings.changed();
    return changed ? renewed(known) : known;
  }

  private PolicySnapshot renewed(@Nullable PolicySnapshot known) {
    if (known != null && !making.tryLock()) {
      return known;
    }
    if (known == null) {
      making.lock();
    }
    try {
      PolicySnapshot made = make();
      newest = made;
      return made;
    } finally {
      making.unlock();
    }
  }

  private PolicySnapshot make() {
    Map<String, List<PolicyRule>> clusterRules = new HashMap<>();
    Map<String, List<PolicyRule>> rules = new HashMap<>();
    List<Binding> bindings = new ArrayList<>();
    clusterRoles.read((object, value) -> clusterRules.put(object.name(), value));
    roles.read((object, value) -> rules.put(object.namespace() + "/" + object.name(), value));
    clusterRoleBindings.read((object, value) -> bindings.add(value));
    roleBindings.read((object, value) -> bindings.add(value));
    return new PolicySnapshot(clusterRules, rules, bindings);
  }
}
