package io.jukung.controllers.deployment;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.pod.Pods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One step from the old ReplicaSets to the newest. */
final class Rollout {
  private final Revisions revisions;
  private final Scaling scaling;
  private final Progress progress;
  private final Informer<Pod> pods;

  Rollout(Revisions revisions, Scaling scaling, Progress progress, Informer<Pod> pods) {
    this.revisions = revisions;
    this.scaling = scaling;
    this.progress = progress;
    this.pods = pods;
  }

  /** Old pods go as new ones come. */
  Optional<Duration> rolling(Deployment deployment, List<ReplicaSet> owned) {
    ReplicaSets sets = revisions.sync(deployment, owned, true);
    ReplicaSet newest = sets.newest().orElseThrow();
    Scaling.Scaled up = scaleUp(deployment, sets, newest);
    if (up.changed() || scaleDown(deployment, sets, newest)) {
      return progress.sync(deployment, sets);
    }
    cleanUpIfComplete(deployment, sets);
    return progress.sync(deployment, sets);
  }

  private Scaling.Scaled scaleUp(Deployment deployment, ReplicaSets sets, ReplicaSet newest) {
    int wanted = Sizes.wanted(deployment);
    int now = Sizes.wanted(newest);
    if (now == wanted) {
      return new Scaling.Scaled(newest, false);
    }
    int size = now > wanted ? wanted : Scaling.newSize(deployment, sets.all(), newest);
    return scaling.scale(newest, size, deployment, false);
  }

  private boolean scaleDown(Deployment deployment, ReplicaSets sets, ReplicaSet newest) {
    List<ReplicaSet> old = new ArrayList<>(ReplicaSets.active(sets.old()));
    if (old.isEmpty()) {
      return false;
    }
    int minAvailable = Sizes.wanted(deployment) - Sizes.maxUnavailable(deployment);
    int newUnavailable = Sizes.wanted(newest) - Sizes.available(newest);
    int most = Sizes.wanted(sets.all()) - minAvailable - newUnavailable;
    if (most <= 0) {
      return false;
    }
    old.sort(ReplicaSets.OLDEST_FIRST);
    int removed = removeUnhealthy(deployment, old, most);
    List<ReplicaSet> all = new ArrayList<>(old);
    all.add(newest);
    removed += removeAvailable(deployment, old, Sizes.available(all) - minAvailable);
    return removed > 0;
  }

  /** Pods that do not serve would only be in the way. */
  private int removeUnhealthy(Deployment deployment, List<ReplicaSet> old, int most) {
    int removed = 0;
    for (int i = 0; i < old.size() && removed < most; i++) {
      ReplicaSet set = old.get(i);
      int unhealthy = Sizes.wanted(set) - Sizes.available(set);
      if (Sizes.wanted(set) == 0 || unhealthy <= 0) {
        continue;
      }
      int fewer = Math.min(most - removed, unhealthy);
      old.set(i, scaling.scale(set, Sizes.wanted(set) - fewer, deployment, false).set());
      removed += fewer;
    }
    return removed;
  }

  private int removeAvailable(Deployment deployment, List<ReplicaSet> old, int most) {
    int removed = 0;
    for (ReplicaSet set : old) {
      int fewer = Math.min(Sizes.wanted(set), most - removed);
      if (fewer > 0) {
        var _ = scaling.scale(set, Sizes.wanted(set) - fewer, deployment, false);
        removed += fewer;
      }
    }
    return removed;
  }

  /** All old pods go before the first new one comes. */
  Optional<Duration> recreate(Deployment deployment, List<ReplicaSet> owned) {
    ReplicaSets sets = revisions.sync(deployment, owned, false);
    boolean changed = false;
    for (ReplicaSet old : ReplicaSets.active(sets.old())) {
      changed |= scaling.scale(old, 0, deployment, false).changed();
    }
    if (changed || oldPodsRun(owned, sets)) {
      return progress.sync(deployment, sets);
    }
    if (sets.newest().isEmpty()) {
      sets = revisions.sync(deployment, owned, true);
    }
    ReplicaSet newest = sets.newest().orElseThrow();
    var _ = scaling.scale(newest, Sizes.wanted(deployment), deployment, false);
    cleanUpIfComplete(deployment, sets);
    return progress.sync(deployment, sets);
  }

  private boolean oldPodsRun(List<ReplicaSet> owned, ReplicaSets sets) {
    if (Sizes.actual(sets.old()) > 0) {
      return true;
    }
    String newest = sets.newest().map(set -> set.getMetadata().getUid()).orElse("");
    return owned.stream()
        .filter(set -> !set.getMetadata().getUid().equals(newest))
        .flatMap(set -> Pods.controlledBy(pods, set).stream())
        .anyMatch(pod -> !Pods.isTerminal(pod));
  }

  private void cleanUpIfComplete(Deployment deployment, ReplicaSets sets) {
    if (Progress.isComplete(deployment, deployment.getStatus())) {
      scaling.cleanUp(deployment, sets.old());
    }
  }
}
