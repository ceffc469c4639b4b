package io.jukung.controllers.replicaset;

import java.util.List;
import java.util.Optional;

/**
 * What a ReplicaSet or a ReplicationController tells of its pods.
 *
 * @param terminating empty for ReplicationControllers, which do not count them
 */
record ReplicaStatus(
    int replicas,
    int fullyLabeled,
    int ready,
    int available,
    Optional<Integer> terminating,
    long observedGeneration,
    List<Condition> conditions) {
  ReplicaStatus {
    conditions = List.copyOf(conditions);
  }

  /** A condition. */
  record Condition(
      String type, String status, String lastTransitionTime, String reason, String message) {}

  ReplicaStatus observing(long generation) {
    return new ReplicaStatus(
        replicas, fullyLabeled, ready, available, terminating, generation, conditions);
  }
}
