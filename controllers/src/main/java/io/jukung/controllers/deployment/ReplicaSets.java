package io.jukung.controllers.deployment;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A Deployment's ReplicaSets.
 *
 * @param newest the one with the Deployment's template, if there is one
 * @param old all others
 */
record ReplicaSets(Optional<ReplicaSet> newest, List<ReplicaSet> old) {
  static final Comparator<ReplicaSet> OLDEST_FIRST =
      Comparator.comparing(
              (ReplicaSet set) ->
                  Objects.requireNonNullElse(set.getMetadata().getCreationTimestamp(), ""))
          .thenComparing(set -> set.getMetadata().getName());

  ReplicaSets {
    old = List.copyOf(old);
  }

  List<ReplicaSet> all() {
    List<ReplicaSet> all = new ArrayList<>(old);
    newest.ifPresent(all::add);
    return all;
  }

  /** Those that want pods. */
  static List<ReplicaSet> active(List<ReplicaSet> sets) {
    return sets.stream().filter(set -> Sizes.wanted(set) > 0).toList();
  }

  /** The only one that wants pods, or, when none does, the newest; empty when several do. */
  Optional<ReplicaSet> activeOrLatest() {
    List<ReplicaSet> active = active(all());
    return switch (active.size()) {
      case 0 -> newest.or(() -> old.stream().max(OLDEST_FIRST));
      case 1 -> Optional.of(active.getFirst());
      default -> Optional.empty();
    };
  }
}
