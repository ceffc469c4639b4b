package io.jukung.controllers.replicaset;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;

/**
 * What differs between the two kinds that keep a number of pods.
 *
 * @param <T> the kind
 */
public sealed interface ReplicaKind<T extends HasMetadata>
    permits ReplicaSetKind, ReplicationControllerKind {
  /** The type of the objects. */
  Class<T> type();

  /** How many pods it wants. */
  int replicas(T object);

  /** How long a pod must have been ready to count as available. */
  int minReadySeconds(T object);

  /** What its pods look like. */
  PodTemplateSpec template(T object);

  /** Whether its selector matches the pod. */
  boolean matches(T object, Pod pod);

  /** What it told last. */
  ReplicaStatus status(T object);

  /** A copy that tells something else. */
  T withStatus(T object, ReplicaStatus status);
}
