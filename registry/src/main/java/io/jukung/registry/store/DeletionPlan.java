package io.jukung.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.strategy.PropagationPolicy;
import io.jukung.registry.strategy.Strategy;
import io.jukung.registry.validation.ObjectMeta;
import io.jukung.registry.validation.ObjectMetaValidation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a delete does to an object in its present state ({@code
 * k8s.io/apiserver/pkg/registry/rest/delete.go}, {@code BeforeDelete}, and {@code
 * generic/registry/store.go}, {@code updateForGracefulDeletionAndFinalizers}, at v1.36).
 */
sealed interface DeletionPlan {
  /** Its deletion is under way already and stays as it is. */
  record Pending() implements DeletionPlan {}

  /** The tree was changed and is to be written; with {@code thenDelete} it goes after that. */
  record Mark(boolean thenDelete) implements DeletionPlan {}

  /** It goes at once. */
  record Remove() implements DeletionPlan {}

  /** Decides, and marks {@code object} where the decision is {@link Mark}. */
  static DeletionPlan of(Strategy strategy, ObjectNode object, DeleteOptions options, Instant now) {
    ObjectMeta meta = ObjectMeta.of(object);
    if (!meta.isDeleting() && strategy.beginDeletion(object, now)) {
      return new Mark(false);
    }
    OptionalLong requested =
        options.gracePeriodSeconds().isPresent() && options.gracePeriodSeconds().getAsLong() < 0
            ? OptionalLong.of(1)
            : options.gracePeriodSeconds();
    boolean knowsGrace = strategy.gracePeriodSeconds(object, requested).isPresent();
    boolean graceful = false;
    if (knowsGrace && meta.isDeleting()) {
      long left = meta.deletionGracePeriodSeconds().orElse(0);
      if (left != 0) {
        if (requested.isEmpty() || requested.getAsLong() >= left) {
          return new Pending();
        }
        shorten(meta, left, requested.getAsLong(), now);
        graceful = true;
      }
    } else if (knowsGrace) {
      long period = strategy.gracePeriodSeconds(object, requested).orElse(0);
      meta.setDeletionTimestamp(ObjectMeta.print(now.plusSeconds(period)));
      meta.setDeletionGracePeriodSeconds(OptionalLong.of(period));
      raiseGeneration(meta);
      graceful = true;
    }
    setFinalizers(strategy, meta, options);
    boolean held = !meta.finalizers().isEmpty() || strategy.holdsDeletion(object);
    if (graceful) {
      return new Mark(!held && meta.deletionGracePeriodSeconds().orElse(0) == 0);
    }
    if (!held) {
      return new Remove();
    }
    markNow(strategy, object, now);
    return new Mark(false);
  }

  private static void shorten(ObjectMeta meta, long left, long period, Instant now) {
    Instant end = meta.deletionTime().orElse(now).minusSeconds(left).plusSeconds(period);
    long granted = period;
    if (end.isBefore(now)) {
      end = now;
      granted = period == 0 ? 0 : 1;
    }
    meta.setDeletionTimestamp(ObjectMeta.print(end));
    meta.setDeletionGracePeriodSeconds(OptionalLong.of(granted));
  }

  private static void markNow(Strategy strategy, ObjectNode object, Instant now) {
    ObjectMeta meta = ObjectMeta.of(object);
    if (!meta.isDeleting()) {
      raiseGeneration(meta);
    }
    if (!meta.isDeleting() || meta.deletionTime().orElse(now).isAfter(now)) {
      meta.setDeletionTimestamp(ObjectMeta.print(now));
    }
    meta.setDeletionGracePeriodSeconds(OptionalLong.of(0));
    strategy.markDeleting(object);
  }

  private static void raiseGeneration(ObjectMeta meta) {
    if (meta.generation() > 0) {
      meta.setGeneration(meta.generation() + 1);
    }
  }

  /** Sets or removes the finalizers that the garbage collector answers. */
  private static void setFinalizers(Strategy strategy, ObjectMeta meta, DeleteOptions options) {
    List<String> old = meta.finalizers();
    List<String> wanted = new ArrayList<>(old);
    wanted.removeAll(
        List.of(ObjectMetaValidation.ORPHAN, ObjectMetaValidation.FOREGROUND_DELETION));
    switch (propagation(strategy, old, options)) {
      case "Orphan" -> wanted.add(ObjectMetaValidation.ORPHAN);
      case "Foreground" -> wanted.add(ObjectMetaValidation.FOREGROUND_DELETION);
      default -> {}
    }
    if (!new HashSet<>(old).equals(new HashSet<>(wanted))) {
      meta.setFinalizers(wanted);
    }
  }

  private static String propagation(
      Strategy strategy, List<String> finalizers, DeleteOptions options) {
    if (strategy.defaultPropagation() == PropagationPolicy.UNSUPPORTED) {
      return "Background";
    }
    if (options.orphanDependents().isPresent()) {
      return options.orphanDependents().get() ? "Orphan" : "Background";
    }
    if (options.propagationPolicy().isPresent()) {
      return options.propagationPolicy().get();
    }
    for (String finalizer : finalizers) {
      if (finalizer.equals(ObjectMetaValidation.ORPHAN)) {
        return "Orphan";
      }
      if (finalizer.equals(ObjectMetaValidation.FOREGROUND_DELETION)) {
        return "Foreground";
      }
    }
    return strategy.defaultPropagation() == PropagationPolicy.ORPHAN ? "Orphan" : "Background";
  }
}
