package io.jukung.controllers.deployment;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jukung.controllers.event.EventRecorder;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.object.Selectors;
import io.jukung.controllers.pod.Claims;
import io.jukung.controllers.queue.Reconciler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Brings one Deployment a step further. */
public final class DeploymentReconciler implements Reconciler<ObjectKey> {
  private final KubernetesClient client;
  private final Informer<Deployment> deployments;
  private final Informer<ReplicaSet> sets;
  private final EventRecorder events;
  private final Claims claims;
  private final Conditions conditions;
  private final Revisions revisions;
  private final Scaling scaling;
  private final Progress progress;
  private final Rollout rollout;

  /** A reconciler that works through {@code client}. */
  public DeploymentReconciler(
      KubernetesClient client,
      Informer<Deployment> deployments,
      Informer<ReplicaSet> sets,
      Informer<Pod> pods,
      EventRecorder events,
      Clock clock) {
    this.client = client;
    this.deployments = deployments;
    this.sets = sets;
    this.events = events;
    this.claims = new Claims(client);
    this.conditions = new Conditions(clock);
    this.revisions = new Revisions(client, events, conditions);
    this.scaling = new Scaling(client, events);
    this.progress = new Progress(client, conditions, clock);
    this.rollout = new Rollout(revisions, scaling, progress, pods);
  }

  @Override
  public Optional<Duration> reconcile(ObjectKey key) {
    Optional<Deployment> found = deployments.get(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Deployment deployment = new DeploymentBuilder(found.get()).build();
    if (deployment.getStatus() == null) {
      deployment.setStatus(new DeploymentStatus());
    }
    if (Selectors.isEmpty(deployment.getSpec().getSelector())) {
      refuseAll(deployment);
      return Optional.empty();
    }
    List<ReplicaSet> owned =
        claims.claim(
            deployment,
            sets.list(key.namespace()),
            set -> Selectors.matches(deployment.getSpec().getSelector(), Selectors.labels(set)));
    if (deployment.getMetadata().getDeletionTimestamp() != null) {
      progress.syncCounts(deployment, revisions.sync(deployment, owned, false));
      return Optional.empty();
    }
    tellOfPause(deployment);
    if (isPaused(deployment)) {
      resize(deployment, owned);
      return Optional.empty();
    }
    Optional<Long> rollback = rollbackTo(deployment);
    if (rollback.isPresent()) {
      rollback(deployment, owned, rollback.get());
      return Optional.empty();
    }
    if (isResized(deployment, owned)) {
      resize(deployment, owned);
      return Optional.empty();
    }
    return Sizes.isRolling(deployment)
        ? rollout.rolling(deployment, owned)
        : rollout.recreate(deployment, owned);
  }

  private void refuseAll(Deployment deployment) {
    events.warning(
        deployment,
        "SelectingAll",
        "This deployment is selecting all pods. A non-empty selector is required.");
    Long observed = deployment.getStatus().getObservedGeneration();
    Long generation = deployment.getMetadata().getGeneration();
    if (observed == null || observed < generation) {
      deployment.getStatus().setObservedGeneration(generation);
      var _ = client.resource(deployment).updateStatus();
    }
  }

  private static boolean isPaused(Deployment deployment) {
    return Boolean.TRUE.equals(deployment.getSpec().getPaused());
  }

  /** A rollout does not run out of time while it is paused. */
  private void tellOfPause(Deployment deployment) {
    Optional<String> reason =
        Conditions.get(deployment.getStatus(), Conditions.PROGRESSING)
            .map(DeploymentCondition::getReason);
    boolean told = reason.filter(Conditions.PAUSED::equals).isPresent();
    if (!Conditions.hasDeadline(deployment)
        || reason.filter(Conditions.TIMED_OUT::equals).isPresent()
        || told == isPaused(deployment)) {
      return;
    }
    Conditions.set(
        deployment.getStatus(),
        told
            ? conditions.now(
                Conditions.PROGRESSING, "Unknown", Conditions.RESUMED, "Deployment is resumed")
            : conditions.now(
                Conditions.PROGRESSING, "Unknown", Conditions.PAUSED, "Deployment is paused"));
    Deployment updated = client.resource(deployment).updateStatus();
    deployment.getMetadata().setResourceVersion(updated.getMetadata().getResourceVersion());
  }

  private boolean isResized(Deployment deployment, List<ReplicaSet> owned) {
    int wanted = Sizes.wanted(deployment);
    return ReplicaSets.active(revisions.sync(deployment, owned, false).all()).stream()
        .anyMatch(set -> Annotations.desired(set).orElse(wanted) != wanted);
  }

  private void resize(Deployment deployment, List<ReplicaSet> owned) {
    ReplicaSets current = revisions.sync(deployment, owned, false);
    scaling.toDeployment(deployment, current);
    if (isPaused(deployment) && rollbackTo(deployment).isEmpty()) {
      scaling.cleanUp(deployment, current.old());
    }
    progress.syncCounts(deployment, current);
  }

  private static Optional<Long> rollbackTo(Deployment deployment) {
    String revision = Selectors.annotations(deployment).getOrDefault(Annotations.ROLLBACK_TO, "");
    try {
      return revision.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(revision));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private void rollback(Deployment deployment, List<ReplicaSet> owned, long asked) {
    List<ReplicaSet> all = revisions.sync(deployment, owned, true).all();
    String name = deployment.getMetadata().getName();
    long revision = asked == 0 ? lastRevision(all) : asked;
    Optional<ReplicaSet> target =
        all.stream().filter(set -> Annotations.revision(set) == revision).findFirst();
    if (revision == 0 || target.isEmpty()) {
      events.warning(
          deployment,
          "DeploymentRollbackRevisionNotFound",
          revision == 0
              ? "Unable to find last revision."
              : "Unable to find the revision to rollback to.");
      clearRollback(deployment);
    } else if (Revisions.same(
        deployment.getSpec().getTemplate(), target.get().getSpec().getTemplate())) {
      events.warning(
          deployment,
          "DeploymentRollbackTemplateUnchanged",
          "The rollback revision contains the same template as current deployment \""
              + name
              + "\"");
      clearRollback(deployment);
    } else {
      deployment.getSpec().setTemplate(Revisions.withoutHash(target.get().getSpec().getTemplate()));
      Annotations.restore(deployment, target.get());
      clearRollback(deployment);
      events.normal(
          deployment,
          "DeploymentRollback",
          "Rolled back deployment \"" + name + "\" to revision " + revision);
    }
  }

  private void clearRollback(Deployment deployment) {
    Annotations.remove(deployment, Annotations.ROLLBACK_TO);
    var _ = client.resource(deployment).update();
  }

  /** The second newest revision; 0 when there is none. */
  private static long lastRevision(List<ReplicaSet> all) {
    return all.stream()
        .map(Annotations::revision)
        .sorted(java.util.Comparator.reverseOrder())
        .skip(1)
        .findFirst()
        .orElse(0L);
  }
}
