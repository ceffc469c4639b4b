package io.jukung.controllers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.jukung.controllers.deployment.DeploymentReconciler;
import io.jukung.controllers.disruption.DisruptionReconciler;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.object.Owners;
import io.jukung.controllers.object.Selectors;
import io.jukung.controllers.pod.Expectations;
import io.jukung.controllers.pod.PodControl;
import io.jukung.controllers.pod.Pods;
import io.jukung.controllers.queue.WorkQueue;
import io.jukung.controllers.replicaset.ReplicaEvents;
import io.jukung.controllers.replicaset.ReplicaKind;
import io.jukung.controllers.replicaset.ReplicaReconciler;
import io.jukung.controllers.replicaset.ReplicaSetKind;
import io.jukung.controllers.replicaset.ReplicationControllerKind;

/** How the controllers that make pods are wired. */
final class Workloads {
  static final String REPLICA_SET = "replicaset-controller";
  static final String REPLICATION_CONTROLLER = "replicationcontroller-controller";
  static final String DEPLOYMENT = "deployment-controller";
  static final String DISRUPTION = "disruption-controller";

  private static final int WORKERS = 5;

  private Workloads() {}

  static void replicaSet(ControllerContext context) {
    replicas(context, REPLICA_SET, REPLICA_SET, new ReplicaSetKind());
  }

  static void replicationController(ControllerContext context) {
    // Upstream's events of this controller come from one of another name.
    replicas(
        context, REPLICATION_CONTROLLER, "replication-controller", new ReplicationControllerKind());
  }

  private static <T extends HasMetadata> void replicas(
      ControllerContext context, String name, String component, ReplicaKind<T> kind) {
    WorkQueue<ObjectKey> queue = context.queue();
    Expectations<ObjectKey, ObjectKey> expectations = new Expectations<>(System::nanoTime);
    Informer<T> objects = context.informers().of(kind.type());
    Informer<Pod> pods = context.informers().of(Pod.class);
    Pods.index(pods);
    objects.each(object -> queue.add(ObjectKey.of(object)));
    pods.handle(new ReplicaEvents<>(kind, objects, expectations, queue));
    context.run(
        name,
        WORKERS,
        queue,
        new ReplicaReconciler<>(
            kind,
            context.client(),
            objects,
            pods,
            expectations,
            new PodControl(context.client(), context.recorder(component)),
            context.clock()));
  }

  static void deployment(ControllerContext context) {
    WorkQueue<ObjectKey> queue = context.queue();
    Informer<Deployment> deployments = context.informers().of(Deployment.class);
    Informer<ReplicaSet> sets = context.informers().of(ReplicaSet.class);
    Informer<Pod> pods = context.informers().of(Pod.class);
    Pods.index(pods);
    deployments.each(deployment -> queue.add(ObjectKey.of(deployment)));
    sets.each(set -> wakeDeployments(set, deployments, queue));
    // A Deployment that recreates waits for the last old pod to go.
    pods.each(
        pod -> {
          if (Pods.isTerminal(pod) || Pods.isDeleted(pod)) {
            Owners.controllerOf(pod)
                .flatMap(owner -> sets.get(pod.getMetadata().getNamespace(), owner.getName()))
                .ifPresent(set -> wakeDeployments(set, deployments, queue));
          }
        });
    context.run(
        DEPLOYMENT,
        WORKERS,
        queue,
        new DeploymentReconciler(
            context.client(),
            deployments,
            sets,
            pods,
            context.recorder(DEPLOYMENT),
            context.clock()));
  }

  static void disruption(ControllerContext context) {
    WorkQueue<ObjectKey> queue = context.queue();
    Informer<PodDisruptionBudget> budgets = context.informers().of(PodDisruptionBudget.class);
    Informer<Pod> pods = context.informers().of(Pod.class);
    budgets.each(budget -> queue.add(ObjectKey.of(budget)));
    pods.eachVersion(
        pod ->
            budgets.list(pod.getMetadata().getNamespace()).stream()
                .filter(b -> Selectors.matches(b.getSpec().getSelector(), Selectors.labels(pod)))
                .forEach(b -> queue.add(ObjectKey.of(b))));
    context.run(
        DISRUPTION,
        1,
        queue,
        new DisruptionReconciler(
            context.client(),
            budgets,
            pods,
            context.informers().of(ReplicaSet.class),
            context.informers().of(Deployment.class),
            context.informers().of(ReplicationController.class),
            context.recorder("controllermanager"),
            context.clock()));
  }

  private static void wakeDeployments(
      ReplicaSet set, Informer<Deployment> deployments, WorkQueue<ObjectKey> queue) {
    String namespace = set.getMetadata().getNamespace();
    Owners.controllerOf(set)
        .ifPresentOrElse(
            owner -> queue.add(new ObjectKey(namespace, owner.getName())),
            () ->
                deployments.list(namespace).stream()
                    .filter(
                        d -> Selectors.matches(d.getSpec().getSelector(), Selectors.labels(set)))
                    .forEach(d -> queue.add(ObjectKey.of(d))));
  }
}
