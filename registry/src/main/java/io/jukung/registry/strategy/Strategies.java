package io.jukung.registry.strategy;

import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.strategy.apps.DaemonSetStrategy;
import io.jukung.registry.strategy.apps.DeploymentStrategy;
import io.jukung.registry.strategy.apps.ReplicaSetStrategy;
import io.jukung.registry.strategy.apps.StatefulSetStrategy;
import io.jukung.registry.strategy.batch.CronJobStrategy;
import io.jukung.registry.strategy.batch.JobStrategy;
import io.jukung.registry.strategy.core.ConfigMapStrategy;
import io.jukung.registry.strategy.core.NamespaceStrategy;
import io.jukung.registry.strategy.core.NodeStrategy;
import io.jukung.registry.strategy.core.PersistentVolumeClaimStrategy;
import io.jukung.registry.strategy.core.PodStrategy;
import io.jukung.registry.strategy.core.SecretStrategy;
import io.jukung.registry.strategy.core.ServiceAllocations;
import io.jukung.registry.strategy.core.ServiceStrategy;
import io.jukung.registry.strategy.networking.IngressStrategy;
import io.jukung.registry.strategy.rbac.RoleBindingStrategy;
import io.jukung.registry.strategy.rbac.RoleStrategy;
import java.util.Map;
import java.util.function.Function;

/** The one place that knows which kind has a strategy of its own. Immutable. */
public final class Strategies {
  private final Map<String, Function<ResourceType, Strategy>> own;

  /**
   * The strategies of all kinds.
   *
   * @param services hands out the addresses and node ports of services
   */
  public Strategies(ServiceAllocations services) {
    this.own =
        Map.ofEntries(
            Map.entry("namespaces", NamespaceStrategy::new),
            Map.entry("nodes", NodeStrategy::new),
            Map.entry("pods", PodStrategy::new),
            Map.entry("services", type -> new ServiceStrategy(type, services)),
            Map.entry("configmaps", ConfigMapStrategy::new),
            Map.entry("secrets", SecretStrategy::new),
            Map.entry("persistentvolumeclaims", PersistentVolumeClaimStrategy::new),
            Map.entry("deployments.apps", DeploymentStrategy::new),
            Map.entry("replicasets.apps", ReplicaSetStrategy::new),
            Map.entry("statefulsets.apps", StatefulSetStrategy::new),
            Map.entry("daemonsets.apps", DaemonSetStrategy::new),
            Map.entry("jobs.batch", JobStrategy::new),
            Map.entry("cronjobs.batch", CronJobStrategy::new),
            Map.entry("ingresses.networking.k8s.io", IngressStrategy::new),
            Map.entry("roles.rbac.authorization.k8s.io", RoleStrategy::new),
            Map.entry("clusterroles.rbac.authorization.k8s.io", RoleStrategy::new),
            Map.entry("rolebindings.rbac.authorization.k8s.io", RoleBindingStrategy::new),
            Map.entry("clusterrolebindings.rbac.authorization.k8s.io", RoleBindingStrategy::new));
  }

  /** The strategy of a built-in resource. */
  public Strategy of(ResourceType type) {
    return own.getOrDefault(type.storage().groupResource(), GenericStrategy::new).apply(type);
  }

  /** The strategy of a custom resource. */
  public Strategy ofCustom(ResourceType type) {
    return new GenericStrategy(type, KindFacts.ofCustom());
  }
}
