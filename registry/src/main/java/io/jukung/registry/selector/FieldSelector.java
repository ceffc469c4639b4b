package io.jukung.registry.selector;

import io.jukung.registry.status.StatusException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A condition on a kind's selectable fields: all requirements hold.
 *
 * @param requirements in the order of their texts
 */
public record FieldSelector(List<FieldRequirement> requirements) {
  /** Selects everything. */
  public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

  /** Copies the list. */
  public FieldSelector {
    requirements = List.copyOf(requirements);
  }

  /**
   * Reads the form of the {@code fieldSelector} query parameter, such as {@code
   * metadata.name=a,status.phase!=Running}. Whether the kind has such fields is not judged here,
   * but by {@link SelectableFields#parse}.
   *
   * @throws StatusException 400 with upstream's text
   */
  public static FieldSelector parse(String text) {
    return text.isEmpty() ? EVERYTHING : FieldSelectorParser.parse(text);
  }

  /**
   * Whether an object with these selectable fields ({@code metadata.name}, {@code
   * spec.nodeName}...) is selected.
   */
  public boolean matches(Map<String, String> fields) {
    for (int i = 0; i < requirements.size(); i++) {
      if (!requirements.get(i).matches(fields)) {
        return false;
      }
    }
    return true;
  }

  /** Whether this restricts nothing. */
  public boolean isEverything() {
    return requirements.isEmpty();
  }

  /** The value the field must have, when a requirement says so. */
  public Optional<String> exactMatch(String field) {
    for (FieldRequirement requirement : requirements) {
      if (!requirement.negated() && requirement.field().equals(field)) {
        return Optional.of(requirement.value());
      }
    }
    return Optional.empty();
  }

  /** The same with other names for the fields. */
  FieldSelector renamed(UnaryOperator<String> rename) {
    return new FieldSelector(
        requirements.stream()
            .map(r -> new FieldRequirement(rename.apply(r.field()), r.negated(), r.value()))
            .toList());
  }

  /** The canonical form, which parses to an equal selector; empty for everything. */
  @Override
  public String toString() {
    return requirements.stream().map(FieldRequirement::toString).collect(Collectors.joining(","));
  }
}
