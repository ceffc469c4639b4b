package io.jukung.registry.selector;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A condition on labels: all requirements hold.
 *
 * @param requirements sorted by key; those of the same key in the order they were written
 */
public record LabelSelector(List<LabelRequirement> requirements) {
  /** Selects everything. */
  public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

  /** Copies and sorts the list. */
  public LabelSelector {
    requirements =
        requirements.stream().sorted(Comparator.comparing(LabelRequirement::key)).toList();
  }

  /**
   * Reads the form of the {@code labelSelector} query parameter, such as {@code a=b,c in (d,e),!f}.
   *
   * @throws StatusException 400 with upstream's text
   */
  public static LabelSelector parse(String text) {
    return text.isEmpty() ? EVERYTHING : new LabelSelectorParser(text).parse();
  }

  /**
   * Reads the object form, {@code meta/v1 LabelSelector}; a missing one selects nothing.
   *
   * @throws StatusException 400 with upstream's text
   */
  public static Optional<LabelSelector> ofObject(JsonNode selector) {
    if (!selector.isObject()) {
      return Optional.empty();
    }
    List<LabelRequirement> requirements = new ArrayList<>();
    for (Map.Entry<String, JsonNode> label : selector.path("matchLabels").properties()) {
      requirements.add(
          new LabelRequirement(
              label.getKey(), LabelOperator.EQUALS, List.of(label.getValue().asText())));
    }
    for (JsonNode expression : selector.path("matchExpressions")) {
      List<String> values = new ArrayList<>();
      expression.path("values").forEach(value -> values.add(value.asText()));
      String operator = expression.path("operator").asText();
      requirements.add(
          new LabelRequirement(expression.path("key").asText(), operator(operator), values));
    }
    for (LabelRequirement requirement : requirements) {
      List<FieldError> errors = requirement.errors();
      if (!errors.isEmpty()) {
        throw StatusException.badRequest(FieldError.aggregate(errors));
      }
    }
    return Optional.of(new LabelSelector(requirements));
  }

  private static LabelOperator operator(String name) {
    return switch (name) {
      case "In" -> LabelOperator.IN;
      case "NotIn" -> LabelOperator.NOT_IN;
      case "Exists" -> LabelOperator.EXISTS;
      case "DoesNotExist" -> LabelOperator.DOES_NOT_EXIST;
      default ->
          throw StatusException.badRequest(
              FieldError.quote(name) + " is not a valid label selector operator");
    };
  }

  /** Whether an object with these labels is selected. */
  public boolean matches(Map<String, String> labels) {
    for (int i = 0; i < requirements.size(); i++) {
      if (!requirements.get(i).matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** Whether this restricts nothing. */
  public boolean isEverything() {
    return requirements.isEmpty();
  }

  /** The only value the label {@code key} may have, when the first requirement on it says so. */
  public Optional<String> exactMatch(String key) {
    for (LabelRequirement requirement : requirements) {
      if (requirement.key().equals(key)) {
        return requirement.exactValue();
      }
    }
    return Optional.empty();
  }

  /** The canonical form, which parses to an equal selector; empty for everything. */
  @Override
  public String toString() {
    return requirements.stream().map(LabelRequirement::toString).collect(Collectors.joining(","));
  }
}
