package io.jukung.controllers.replicaset;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import io.jukung.controllers.object.Selectors;
import io.jukung.controllers.replicaset.ReplicaStatus.Condition;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ReplicaSets. */
public final class ReplicaSetKind implements ReplicaKind<ReplicaSet> {
  @Override
  public Class<ReplicaSet> type() {
    return ReplicaSet.class;
  }

  @Override
  public int replicas(ReplicaSet object) {
    return Objects.requireNonNullElse(object.getSpec().getReplicas(), 1);
  }

  @Override
  public int minReadySeconds(ReplicaSet object) {
    return zero(object.getSpec().getMinReadySeconds());
  }

  @Override
  public PodTemplateSpec template(ReplicaSet object) {
    return object.getSpec().getTemplate();
  }

  @Override
  public boolean matches(ReplicaSet object, Pod pod) {
    return Selectors.matches(object.getSpec().getSelector(), Selectors.labels(pod));
  }

  @Override
  public ReplicaStatus status(ReplicaSet object) {
    ReplicaSetStatus status =
        Objects.requireNonNullElseGet(object.getStatus(), ReplicaSetStatus::new);
    return new ReplicaStatus(
        zero(status.getReplicas()),
        zero(status.getFullyLabeledReplicas()),
        zero(status.getReadyReplicas()),
        zero(status.getAvailableReplicas()),
        Optional.ofNullable(status.getTerminatingReplicas()),
        Objects.requireNonNullElse(status.getObservedGeneration(), 0L),
        status.getConditions().stream().map(ReplicaSetKind::condition).toList());
  }

  private static Condition condition(ReplicaSetCondition c) {
    return new Condition(
        c.getType(),
        c.getStatus(),
        Objects.requireNonNullElse(c.getLastTransitionTime(), ""),
        Objects.requireNonNullElse(c.getReason(), ""),
        Objects.requireNonNullElse(c.getMessage(), ""));
  }

  @Override
  public ReplicaSet withStatus(ReplicaSet object, ReplicaStatus status) {
    return new ReplicaSetBuilder(object)
        .withStatus(
            new ReplicaSetStatusBuilder()
                .withReplicas(status.replicas())
                .withFullyLabeledReplicas(status.fullyLabeled())
                .withReadyReplicas(status.ready())
                .withAvailableReplicas(status.available())
                .withTerminatingReplicas(status.terminating().orElse(null))
                .withObservedGeneration(status.observedGeneration())
                .withConditions(
                    status.conditions().stream()
                        .map(
                            c ->
                                new ReplicaSetConditionBuilder()
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

  static int zero(@Nullable Integer number) {
    return Objects.requireNonNullElse(number, 0);
  }
}
