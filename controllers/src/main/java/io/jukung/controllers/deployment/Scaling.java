package io.jukung.controllers.deployment;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jukung.controllers.event.EventRecorder;
import io.jukung.controllers.object.ApiErrors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes the sizes of a Deployment's ReplicaSets, and removes those too old to go back to. */
final class Scaling {
  /** A set after it was looked at, and whether its size changed. */
  record Scaled(ReplicaSet set, boolean changed) {}

  private final KubernetesClient client;
  private final EventRecorder events;

  Scaling(KubernetesClient client, EventRecorder events) {
    this.client = client;
    this.events = events;
  }

  /** How large the newest set may be now. */
  static int newSize(Deployment deployment, List<ReplicaSet> all, ReplicaSet newest) {
    int wanted = Sizes.wanted(deployment);
    if (!Sizes.isRolling(deployment)) {
      return wanted;
    }
    int now = Sizes.wanted(newest);
    int room = wanted + Sizes.maxSurge(deployment) - Sizes.wanted(all);
    return room <= 0 ? now : now + Math.min(room, wanted - now);
  }

  /** Gives one set its size. */
  Scaled scale(ReplicaSet set, int size, Deployment deployment, boolean force) {
    int before = Sizes.wanted(set);
    if (before == size && (!force || !Annotations.sizesDiffer(set, deployment))) {
      return new Scaled(set, false);
    }
    ReplicaSet copy = new ReplicaSetBuilder(set).editSpec().withReplicas(size).endSpec().build();
    Annotations.setSizes(copy, deployment);
    ReplicaSet updated = client.resource(copy).update();
    if (before != size) {
      events.normal(
          deployment,
          "ScalingReplicaSet",
          "Scaled "
              + (before < size ? "up" : "down")
              + " replica set "
              + updated.getMetadata().getName()
              + " from "
              + before
              + " to "
              + size);
    }
    return new Scaled(updated, before != size);
  }

  /** Brings the sets to the Deployment's size, all in proportion when several have pods. */
  void toDeployment(Deployment deployment, ReplicaSets sets) {
    int wanted = Sizes.wanted(deployment);
    Optional<ReplicaSet> only = sets.activeOrLatest();
    if (only.isPresent()) {
      var _ = scale(only.get(), wanted, deployment, false);
      return;
    }
    if (sets.newest().filter(newest -> isSaturated(deployment, newest)).isPresent()) {
      for (ReplicaSet old : ReplicaSets.active(sets.old())) {
        var _ = scale(old, 0, deployment, false);
      }
      return;
    }
    if (Sizes.isRolling(deployment)) {
      proportionally(deployment, ReplicaSets.active(sets.all()));
    }
  }

  private static boolean isSaturated(Deployment deployment, ReplicaSet set) {
    int wanted = Sizes.wanted(deployment);
    return Sizes.wanted(set) == wanted
        && Annotations.desired(set).orElse(-1) == wanted
        && Sizes.available(set) == wanted;
  }

  private void proportionally(Deployment deployment, List<ReplicaSet> active) {
    int wanted = Sizes.wanted(deployment);
    int allowed = wanted > 0 ? wanted + Sizes.maxSurge(deployment) : 0;
    int toAdd = allowed - Sizes.wanted(active);
    List<ReplicaSet> sorted = new ArrayList<>(active);
    Comparator<ReplicaSet> largest =
        Comparator.comparingInt((ReplicaSet set) -> Sizes.wanted(set)).reversed();
    sorted.sort(
        largest.thenComparing(
            toAdd > 0 ? ReplicaSets.OLDEST_FIRST.reversed() : ReplicaSets.OLDEST_FIRST));
    Map<ReplicaSet, Integer> sizes = new LinkedHashMap<>();
    int added = 0;
    for (ReplicaSet set : sorted) {
      int part = toAdd == 0 ? 0 : proportion(set, deployment, toAdd, added);
      sizes.put(set, Sizes.wanted(set) + part);
      added += part;
    }
    int leftover = toAdd - added;
    boolean first = true;
    for (Map.Entry<ReplicaSet, Integer> size : sizes.entrySet()) {
      int more = first && toAdd != 0 ? leftover : 0;
      var _ = scale(size.getKey(), Math.max(0, size.getValue() + more), deployment, true);
      first = false;
    }
  }

  static int proportion(ReplicaSet set, Deployment deployment, int toAdd, int added) {
    if (Sizes.wanted(set) == 0 || toAdd == added) {
      return 0;
    }
    int fraction = fraction(set, deployment);
    int allowed = toAdd - added;
    return toAdd > 0 ? Math.min(fraction, allowed) : Math.max(fraction, allowed);
  }

  private static int fraction(ReplicaSet set, Deployment deployment) {
    int size = Sizes.wanted(set);
    int wanted = Sizes.wanted(deployment);
    if (wanted == 0) {
      return -size;
    }
    int before = Annotations.max(set).orElse(0);
    if (before == 0) {
      before = Sizes.zero(deployment.getStatus().getReplicas());
      if (before == 0) {
        return 0;
      }
    }
    double scaled = (double) (size * (wanted + Sizes.maxSurge(deployment))) / before;
    return (int) Math.floor(scaled + 0.5) - size;
  }

  /** Removes the oldest sets beyond the Deployment's history limit, as far as they are empty. */
  void cleanUp(Deployment deployment, List<ReplicaSet> old) {
    Integer limit = deployment.getSpec().getRevisionHistoryLimit();
    if (limit == null || limit == Integer.MAX_VALUE) {
      return;
    }
    List<ReplicaSet> alive =
        old.stream()
            .filter(set -> set.getMetadata().getDeletionTimestamp() == null)
            .sorted(
                Comparator.comparingLong((ReplicaSet set) -> Annotations.revision(set))
                    .thenComparing(ReplicaSets.OLDEST_FIRST))
            .toList();
    for (ReplicaSet set : alive.subList(0, Math.max(0, alive.size() - limit))) {
      boolean empty =
          Sizes.actual(List.of(set)) == 0
              && Sizes.wanted(set) == 0
              && set.getStatus() != null
              && set.getStatus().getObservedGeneration() != null
              && set.getMetadata().getGeneration() <= set.getStatus().getObservedGeneration();
      if (empty) {
        delete(set);
      }
    }
  }

  private void delete(ReplicaSet set) {
    try {
      client.raw(
          "/apis/apps/v1/namespaces/"
              + set.getMetadata().getNamespace()
              + "/replicasets/"
              + set.getMetadata().getName(),
          "DELETE",
          null);
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isNotFound(e)) {
        throw e;
      }
    }
  }
}
