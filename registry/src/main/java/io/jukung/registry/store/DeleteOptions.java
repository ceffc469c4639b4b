package io.jukung.registry.store;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How to delete an object: {@code meta.k8s.io/v1 DeleteOptions}.
 *
 * @param preconditionUid delete only an object with this uid
 * @param preconditionResourceVersion delete only an object at this resourceVersion
 * @param propagationPolicy {@code Orphan}, {@code Background} or {@code Foreground}
 * @param orphanDependents the older form of {@code propagationPolicy}
 */
public record DeleteOptions(
    OptionalLong gracePeriodSeconds,
    Optional<String> preconditionUid,
    Optional<String> preconditionResourceVersion,
    Optional<String> propagationPolicy,
    Optional<Boolean> orphanDependents,
    boolean dryRun,
    AdmissionHook admission) {
  /** Delete with the kind's own grace period and propagation. */
  public static final DeleteOptions DEFAULT =
      new DeleteOptions(
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          AdmissionHook.NONE);
}
