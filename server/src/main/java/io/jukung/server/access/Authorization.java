package io.jukung.server.access;

import io.jukung.registry.bootstrap.Bootstrap;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.store.Registry;
import io.jukung.registry.store.ResourceStore;
import io.jukung.server.authorization.AuthorizationMode;
import io.jukung.server.authorization.Authorizer;
import io.jukung.server.authorization.FixedAuthorizers;
import io.jukung.server.authorization.UnionAuthorizer;
import io.jukung.server.authorization.node.NodeAuthorization;
import io.jukung.server.authorization.rbac.EscalationCheck;
import io.jukung.server.authorization.rbac.GuardedStore;
import io.jukung.server.authorization.rbac.PolicyReconciler;
import io.jukung.server.authorization.rbac.RbacAuthorizer;
import io.jukung.server.authorization.rbac.RbacPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The authorizers of one server: members of {@code system:masters} may do everything, some paths
 * are for everybody, and then the modes decide. Safe for all threads.
 */
final class Authorization implements AutoCloseable {
  private final Catalog catalog;
  private final Registry registry;
  private final NodeAuthorization nodes;
  private final boolean rbac;
  private final Authorizer authorizer;
  private final EscalationCheck escalation;

  Authorization(AccessConfig config, Catalog catalog, Registry registry) {
    this.catalog = catalog;
    this.registry = registry;
    this.nodes = new NodeAuthorization(catalog, registry);
    this.rbac = config.authorizationModes().contains(AuthorizationMode.RBAC);
    RbacPolicy policy = new RbacPolicy(catalog, registry);
    List<Authorizer> authorizers = new ArrayList<>();
    authorizers.add(FixedAuthorizers.systemMasters());
    authorizers.add(FixedAuthorizers.paths(config.alwaysAllowPaths()));
    config.authorizationModes().forEach(mode -> authorizers.add(of(mode, policy)));
    this.authorizer = new UnionAuthorizer(authorizers);
    this.escalation = new EscalationCheck(policy, authorizer);
  }

  private Authorizer of(AuthorizationMode mode, RbacPolicy policy) {
    return switch (mode) {
      case NODE -> nodes.authorizer();
      case RBAC -> new RbacAuthorizer(policy);
      case ALWAYS_ALLOW -> FixedAuthorizers.ALWAYS_ALLOW;
      case ALWAYS_DENY -> FixedAuthorizers.ALWAYS_DENY;
    };
  }

  Authorizer authorizer() {
    return authorizer;
  }

  /** Stores that refuse to give away what the writer has not; as they are without RBAC. */
  Function<ResourceType, ResourceStore> guarded(Function<ResourceType, ResourceStore> stores) {
    return type ->
        rbac && EscalationCheck.guards(type)
            ? new GuardedStore(stores.apply(type), escalation)
            : stores.apply(type);
  }

  /** Reconciles the bootstrap policy on a thread of its own, which ends by itself. */
  void start() {
    if (rbac) {
      var _ =
          Thread.ofVirtual()
              .name("rbac-bootstrap")
              .start(() -> new PolicyReconciler(this::store).reconcile(Bootstrap.rbacObjects()));
    }
  }

  @Override
  public void close() {
    nodes.close();
  }

  private ResourceStore store(String kind) {
    return registry.store(
        catalog
            .resourceForKind(new GroupVersionKind("rbac.authorization.k8s.io", "v1", kind))
            .orElseThrow());
  }
}
