package io.jukung.controllers.namespace;

import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.api.model.NamespaceConditionBuilder;
import io.jukung.controllers.namespace.NamespacedContent.Remaining;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The conditions of a namespace that is being deleted: why it is still there. */
final class DeletionConditions {
  private final Clock clock;

  DeletionConditions(Clock clock) {
    this.clock = clock;
  }

  /** The conditions as they should be; those whose status stayed keep their time. */
  List<NamespaceCondition> merge(List<NamespaceCondition> current, List<Remaining> remaining) {
    String content =
        remaining.stream()
            .map(r -> r.resource().groupResource() + " has " + r.count() + " resource instances")
            .collect(Collectors.joining(", "));
    Map<String, Integer> finalizers = new TreeMap<>();
    remaining.forEach(r -> r.finalizers().forEach((f, n) -> finalizers.merge(f, n, Integer::sum)));
    String waiting =
        finalizers.entrySet().stream()
            .map(e -> e.getKey() + " in " + e.getValue() + " resource instances")
            .collect(Collectors.joining(", "));
    List<NamespaceCondition> merged = new ArrayList<>();
    add(
        merged,
        current,
        "NamespaceDeletionDiscoveryFailure",
        false,
        "ResourcesDiscovered",
        "All resources successfully discovered");
    add(
        merged,
        current,
        "NamespaceDeletionGroupVersionParsingFailure",
        false,
        "ParsedGroupVersions",
        "All legacy kube types successfully parsed");
    add(
        merged,
        current,
        "NamespaceDeletionContentFailure",
        false,
        "ContentDeleted",
        "All content successfully deleted, may be waiting on finalization");
    add(
        merged,
        current,
        "NamespaceContentRemaining",
        !content.isEmpty(),
        content.isEmpty() ? "ContentRemoved" : "SomeResourcesRemain",
        content.isEmpty()
            ? "All content successfully removed"
            : "Some resources are remaining: " + content);
    add(
        merged,
        current,
        "NamespaceFinalizersRemaining",
        !waiting.isEmpty(),
        waiting.isEmpty() ? "ContentHasNoFinalizers" : "SomeFinalizersRemain",
        waiting.isEmpty()
            ? "All content-preserving finalizers finished"
            : "Some content in the namespace has finalizers remaining: " + waiting);
    return merged;
  }

  private void add(
      List<NamespaceCondition> merged,
      List<NamespaceCondition> current,
      String type,
      boolean status,
      String reason,
      String message) {
    String text = status ? "True" : "False";
    String time =
        current.stream()
            .filter(c -> c.getType().equals(type) && c.getStatus().equals(text))
            .map(NamespaceCondition::getLastTransitionTime)
            .findFirst()
            .orElseGet(() -> Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString());
    merged.add(
        new NamespaceConditionBuilder()
            .withType(type)
            .withStatus(text)
            .withLastTransitionTime(time)
            .withReason(reason)
            .withMessage(message)
            .build());
  }
}
