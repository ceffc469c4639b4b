package io.jukung.controllers.replicaset;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.kubernetes.api.model.ReplicationControllerCondition;
import io.fabric8.kubernetes.api.model.ReplicationControllerConditionBuilder;
import io.fabric8.kubernetes.api.model.ReplicationControllerStatus;
import io.fabric8.kubernetes.api.model.ReplicationControllerStatusBuilder;
import io.jukung.controllers.object.Selectors;
import io.jukung.controllers.replicaset.ReplicaStatus.Condition;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** ReplicationControllers. */
public final class ReplicationControllerKind implements ReplicaKind<ReplicationController> {
  @Override
  public Class<ReplicationController> type() {
    return ReplicationController.class;
  }

  @Override
  public int replicas(ReplicationController object) {
    return Objects.requireNonNullElse(object.getSpec().getReplicas(), 1);
  }

  @Override
  public int minReadySeconds(ReplicationController object) {
    return ReplicaSetKind.zero(object.getSpec().getMinReadySeconds());
  }

  @Override
  public PodTemplateSpec template(ReplicationController object) {
    return object.getSpec().getTemplate();
  }

  @Override
  public boolean matches(ReplicationController object, Pod pod) {
    Map<String, String> selector = object.getSpec().getSelector();
    return selector != null
        && !selector.isEmpty()
        && Selectors.matches(selector, Selectors.labels(pod));
  }

  @Override
  public ReplicaStatus status(ReplicationController object) {
    ReplicationControllerStatus status =
        Objects.requireNonNullElseGet(object.getStatus(), ReplicationControllerStatus::new);
    return new ReplicaStatus(
        ReplicaSetKind.zero(status.getReplicas()),
        ReplicaSetKind.zero(status.getFullyLabeledReplicas()),
        ReplicaSetKind.zero(status.getReadyReplicas()),
        ReplicaSetKind.zero(status.getAvailableReplicas()),
        Optional.empty(),
        Objects.requireNonNullElse(status.getObservedGeneration(), 0L),
        status.getConditions().stream().map(ReplicationControllerKind::condition).toList());
  }

  private static Condition condition(ReplicationControllerCondition c) {
    return new Condition(
        c.getType(),
        c.getStatus(),
        Objects.requireNonNullElse(c.getLastTransitionTime(), ""),
        Objects.requireNonNullElse(c.getReason(), ""),
        Objects.requireNonNullElse(c.getMessage(), ""));
  }

  @Override
  public ReplicationController withStatus(ReplicationController object, ReplicaStatus status) {
    return new ReplicationControllerBuilder(object)
        .withStatus(
            new ReplicationControllerStatusBuilder()
                .withReplicas(status.replicas())
                .withFullyLabeledReplicas(status.fullyLabeled())
                .withReadyReplicas(status.ready())
                .withAvailableReplicas(status.available())
                .withObservedGeneration(status.observedGeneration())
                .withConditions(
                    status.conditions().stream()
                        .map(
                            c ->
                                new ReplicationControllerConditionBuilder()
                                    .withType(c.type())
                                    .withStatus(c.status())
                                    .withLastTransitionTime(c.lastTransitionTime())
                                    .withReason(c.reason())
                                    .withMessage(c.message())
                                    .build())
                        .toList())
                .build())
        .build();
  }
}
