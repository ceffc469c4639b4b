package io.jukung.controllers.replicaset;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.jukung.controllers.informer.ChangeHandler;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.object.Owners;
import io.jukung.controllers.object.Selectors;
import io.jukung.controllers.pod.Expectations;
import io.jukung.controllers.pod.Pods;
import io.jukung.controllers.queue.WorkQueue;
import java.time.Duration;
import java.util.Optional;

/**
 * Which objects a pod's change concerns: its controller, or those that might take it up.
 *
 * @param <T> the kind of the controllers
 */
public final class ReplicaEvents<T extends HasMetadata> implements ChangeHandler<Pod> {
  private final ReplicaKind<T> kind;
  private final Informer<T> objects;
  private final Expectations<ObjectKey, ObjectKey> expectations;
  private final WorkQueue<ObjectKey> queue;

  /** Puts keys into {@code queue}. */
  public ReplicaEvents(
      ReplicaKind<T> kind,
      Informer<T> objects,
      Expectations<ObjectKey, ObjectKey> expectations,
      WorkQueue<ObjectKey> queue) {
    this.kind = kind;
    this.objects = objects;
    this.expectations = expectations;
    this.queue = queue;
  }

  @Override
  public void added(Pod pod) {
    if (Pods.isDeleted(pod)) {
      deleted(pod);
      return;
    }
    Optional<OwnerReference> owner = Owners.controllerOf(pod);
    if (owner.isEmpty()) {
      wakeCandidates(pod);
      return;
    }
    resolve(pod, owner.get())
        .ifPresent(
            object -> {
              expectations.creationObserved(ObjectKey.of(object));
              queue.add(ObjectKey.of(object));
            });
  }

  @Override
  public void updated(Pod before, Pod after) {
    if (before
        .getMetadata()
        .getResourceVersion()
        .equals(after.getMetadata().getResourceVersion())) {
      return;
    }
    boolean relabeled = !Selectors.labels(before).equals(Selectors.labels(after));
    if (Pods.isDeleted(after)) {
      deleted(after);
      if (relabeled) {
        deleted(before);
      }
      return;
    }
    Optional<OwnerReference> ownerBefore = Owners.controllerOf(before);
    Optional<OwnerReference> ownerAfter = Owners.controllerOf(after);
    boolean reowned = !ownerBefore.equals(ownerAfter);
    if (reowned) {
      ownerBefore
          .flatMap(owner -> resolve(before, owner))
          .ifPresent(object -> queue.add(ObjectKey.of(object)));
    }
    if (ownerAfter.isEmpty()) {
      if (relabeled || reowned) {
        wakeCandidates(after);
      }
      return;
    }
    resolve(after, ownerAfter.get())
        .ifPresent(
            object -> {
              queue.add(ObjectKey.of(object));
              int seconds = kind.minReadySeconds(object);
              if (!Pods.isReady(before) && Pods.isReady(after) && seconds > 0) {
                queue.addAfter(ObjectKey.of(object), Duration.ofSeconds(seconds));
              }
            });
  }

  @Override
  public void deleted(Pod pod) {
    Owners.controllerOf(pod)
        .flatMap(owner -> resolve(pod, owner))
        .ifPresent(
            object -> {
              expectations.deletionObserved(ObjectKey.of(object), ObjectKey.of(pod));
              queue.add(ObjectKey.of(object));
            });
  }

  private Optional<T> resolve(Pod pod, OwnerReference owner) {
    return objects
        .get(pod.getMetadata().getNamespace(), owner.getName())
        .filter(object -> owner.getKind().equals(object.getKind()))
        .filter(object -> object.getMetadata().getUid().equals(owner.getUid()));
  }

  private void wakeCandidates(Pod pod) {
    for (T object : objects.list(pod.getMetadata().getNamespace())) {
      if (kind.matches(object, pod)) {
        queue.add(ObjectKey.of(object));
      }
    }
  }
}
