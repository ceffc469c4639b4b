package io.jukung.registry.apply;

import io.jukung.registry.apply.fieldpath.FieldSet;
import io.jukung.registry.apply.fieldpath.PathElement;
import io.jukung.registry.codec.value.GoStrings;
import io.jukung.registry.status.StatusCause;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A field that an applier wants to change and another manager owns.
 *
 * <p>Upstream: {@code internal/conflict.go}.
 *
 * @param owner the other manager's entry
 */
record Conflict(ManagedEntry owner, List<PathElement> path) {
  /** 409 with a cause for each, told by managers in the order of their names. */
  static StatusException answer(List<Conflict> conflicts) {
    List<StatusCause> causes =
        conflicts.stream()
            .map(
                conflict ->
                    new StatusCause(
                        "FieldManagerConflict",
                        "conflict with " + conflict.ownerText(),
                        FieldSet.print(conflict.path)))
            .toList();
    return new StatusException(
        409,
        "Conflict",
        message(conflicts),
        new StatusException.Details("", "", "", "", causes, 0));
  }

  private static String message(List<Conflict> conflicts) {
    if (conflicts.size() == 1) {
      Conflict only = conflicts.getFirst();
      return "Apply failed with 1 conflict: conflict with "
          + only.ownerText()
          + ": "
          + FieldSet.print(only.path);
    }
    Map<ManagedEntry.Id, List<Conflict>> byOwner = new LinkedHashMap<>();
    conflicts.stream()
        .sorted(Comparator.comparing(conflict -> conflict.sortKey(), GoStrings.ORDER))
        .forEach(
            conflict ->
                byOwner.computeIfAbsent(conflict.owner.id(), _ -> new ArrayList<>()).add(conflict));
    List<String> lines = new ArrayList<>();
    for (List<Conflict> group : byOwner.values()) {
      lines.add("conflicts with " + group.getFirst().ownerText() + ":");
      group.forEach(conflict -> lines.add("- " + FieldSet.print(conflict.path)));
    }
    return "Apply failed with " + conflicts.size() + " conflicts: " + String.join("\n", lines);
  }

  /** Upstream sorts by the JSON of the manager's entry. */
  private String sortKey() {
    ManagedEntry.Id id = owner.id();
    return id.manager() + '"' + id.operation() + '"' + id.apiVersion() + '"' + id.subresource();
  }

  private String ownerText() {
    ManagedEntry.Id id = owner.id();
    String text = GoStrings.quote(id.manager());
    if (!id.subresource().isEmpty()) {
      text += " with subresource " + GoStrings.quote(id.subresource());
    }
    return owner.applied() ? text : text + " using " + id.apiVersion();
  }
}
