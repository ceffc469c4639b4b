package io.jukung.controllers.clusterrole;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.Selectors;
import io.jukung.controllers.queue.Reconciler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Gives one aggregated ClusterRole the rules of the roles it is made of, in order of names. */
public final class AggregationReconciler implements Reconciler<String> {
  private final KubernetesClient client;
  private final Informer<ClusterRole> roles;

  /** A reconciler that works through {@code client}. */
  public AggregationReconciler(KubernetesClient client, Informer<ClusterRole> roles) {
    this.client = client;
    this.roles = roles;
  }

  @Override
  public Optional<Duration> reconcile(String name) {
    Optional<ClusterRole> found = roles.get("", name);
    if (found.isEmpty() || found.get().getAggregationRule() == null) {
      return Optional.empty();
    }
    ClusterRole role = found.get();
    List<ClusterRole> sorted = new ArrayList<>(roles.list());
    sorted.sort(Comparator.comparing(r -> r.getMetadata().getName()));
    List<PolicyRule> rules = new ArrayList<>();
    for (LabelSelector selector : role.getAggregationRule().getClusterRoleSelectors()) {
      for (ClusterRole part : sorted) {
        if (!part.getMetadata().getName().equals(name)
            && Selectors.matches(selector, Selectors.labels(part))) {
          rules(part).stream().filter(rule -> !rules.contains(rule)).forEach(rules::add);
        }
      }
    }
    if (!rules.equals(rules(role))) {
      var _ = client.resource(new ClusterRoleBuilder(role).withRules(rules).build()).update();
    }
    return Optional.empty();
  }

  /** The API writes a list that is empty as null. */
  private static List<PolicyRule> rules(ClusterRole role) {
    return Objects.requireNonNullElse(role.getRules(), List.of());
  }
}
