package io.jukung.controllers.deployment;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Collection;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** How many pods a rollout may have and may miss, and how many there are. */
final class Sizes {
  private Sizes() {}

  static boolean isRolling(Deployment deployment) {
    return "RollingUpdate".equals(deployment.getSpec().getStrategy().getType());
  }

  static int wanted(Deployment deployment) {
    return Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
  }

  static int wanted(ReplicaSet set) {
    return Objects.requireNonNullElse(set.getSpec().getReplicas(), 1);
  }

  /** How many pods more than wanted there may be. */
  static int maxSurge(Deployment deployment) {
    if (!isRolling(deployment)) {
      return 0;
    }
    return scaled(
        deployment.getSpec().getStrategy().getRollingUpdate().getMaxSurge(),
        wanted(deployment),
        true);
  }

  /** How many of the wanted pods may be missing; at least one when no surge is allowed. */
  static int maxUnavailable(Deployment deployment) {
    int wanted = wanted(deployment);
    if (!isRolling(deployment) || wanted == 0) {
      return 0;
    }
    int unavailable =
        scaled(
            deployment.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable(),
            wanted,
            false);
    if (unavailable == 0 && maxSurge(deployment) == 0) {
      unavailable = 1;
    }
    return Math.min(unavailable, wanted);
  }

  private static int scaled(@Nullable IntOrString value, int total, boolean up) {
    if (value == null) {
      return 0;
    }
    if (value.getIntVal() != null) {
      return value.getIntVal();
    }
    String text = value.getStrVal();
    double part = Integer.parseInt(text.substring(0, text.length() - 1)) * (double) total / 100;
    return (int) (up ? Math.ceil(part) : Math.floor(part));
  }

  /** How many pods the sets want together. */
  static int wanted(Collection<ReplicaSet> sets) {
    return sets.stream().mapToInt(Sizes::wanted).sum();
  }

  static int actual(Collection<ReplicaSet> sets) {
    return sum(sets, set -> zero(set.getStatus().getReplicas()));
  }

  static int ready(Collection<ReplicaSet> sets) {
    return sum(sets, set -> zero(set.getStatus().getReadyReplicas()));
  }

  static int available(Collection<ReplicaSet> sets) {
    return sum(sets, Sizes::available);
  }

  static int available(ReplicaSet set) {
    return set.getStatus() == null ? 0 : zero(set.getStatus().getAvailableReplicas());
  }

  private static int sum(Collection<ReplicaSet> sets, ToIntFunction<ReplicaSet> number) {
    return sets.stream().filter(set -> set.getStatus() != null).mapToInt(number).sum();
  }

  static int zero(@Nullable Integer number) {
    return Objects.requireNonNullElse(number, 0);
  }
}
