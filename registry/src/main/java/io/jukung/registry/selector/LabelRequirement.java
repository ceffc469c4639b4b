package io.jukung.registry.selector;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A condition on one label.
 *
 * @param values sorted and distinct; one for the exact and the ordering operators, none for the two
 *     about existence
 */
public record LabelRequirement(String key, LabelOperator operator, List<String> values) {
  /** Sorts the values and drops those that stand there twice. */
  public LabelRequirement {
    values = values.stream().distinct().sorted().toList();
  }

  /**
   * What is wrong with this requirement: the key's form, the number of values, their forms. Empty
   * when valid. Fields are {@code key} and {@code values}, as upstream's {@code NewRequirement}
   * reports them without a path.
   */
  public List<FieldError> errors() {
    List<FieldError> errors = new ArrayList<>();
    List<String> keyErrors = LabelSyntax.keyErrors(key);
    if (!keyErrors.isEmpty()) {
      errors.add(FieldError.invalid("key", key, String.join("; ", keyErrors)));
    }
    switch (operator) {
      case IN, NOT_IN -> {
        if (values.isEmpty()) {
          errors.add(countError("for 'in', 'notin' operators, values set can't be empty"));
        }
      }
      case EQUALS, DOUBLE_EQUALS, NOT_EQUALS -> {
        if (values.size() != 1) {
          errors.add(countError("exact-match compatibility requires one single value"));
        }
      }
      case EXISTS, DOES_NOT_EXIST -> {
        if (!values.isEmpty()) {
          errors.add(countError("values set must be empty for exists and does not exist"));
        }
      }
      case GREATER_THAN, LESS_THAN -> orderingErrors(errors);
    }
    for (int i = 0; i < values.size(); i++) {
      List<String> valueErrors = LabelSyntax.valueErrors(values.get(i));
      if (!valueErrors.isEmpty()) {
        errors.add(
            FieldError.invalid(
                "values[" + i + "][" + key + "]", values.get(i), String.join("; ", valueErrors)));
      }
    }
    return errors;
  }

  private void orderingErrors(List<FieldError> errors) {
    if (values.size() != 1) {
      errors.add(countError("for 'Gt', 'Lt' operators, exactly one value is required"));
    }
    for (int i = 0; i < values.size(); i++) {
      if (parseLong(values.get(i)).isEmpty()) {
        errors.add(
            FieldError.invalid(
                "values[" + i + "]",
                values.get(i),
                "for 'Gt', 'Lt' operators, the value must be an integer"));
      }
    }
  }

  private FieldError countError(String detail) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return FieldError.invalid("values", array, detail);
  }

  /** Whether an object with these labels meets this. */
  public boolean matches(Map<String, String> labels) {
    String value = labels.get(key);
    return switch (operator) {
      case IN, EQUALS, DOUBLE_EQUALS -> value != null && values.contains(value);
      case NOT_IN, NOT_EQUALS -> value == null || !values.contains(value);
      case EXISTS -> value != null;
      case DOES_NOT_EXIST -> value == null;
      case GREATER_THAN -> value != null && compare(value) > 0;
      case LESS_THAN -> value != null && compare(value) < 0;
    };
  }

  /** The only value the label may have, when there is exactly one. */
  Optional<String> exactValue() {
    return switch (operator) {
      case IN, EQUALS, DOUBLE_EQUALS ->
          values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
      case NOT_IN, NOT_EQUALS, EXISTS, DOES_NOT_EXIST, GREATER_THAN, LESS_THAN -> Optional.empty();
    };
  }

  /** The label against the value, as numbers; 0 when one of them is none. */
  private int compare(String label) {
    OptionalLong left = parseLong(label);
    OptionalLong right = values.size() == 1 ? parseLong(values.getFirst()) : OptionalLong.empty();
    return left.isPresent() && right.isPresent()
        ? Long.compare(left.getAsLong(), right.getAsLong())
        : 0;
  }

  private static OptionalLong parseLong(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && !(i == 0 && (c == '-' || c == '+'))) {
        return OptionalLong.empty(); // Long.parseLong takes digits of other scripts, upstream not
      }
    }
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** The form it is written in, such as {@code a in (b,c)}. */
  @Override
  public String toString() {
    return switch (operator) {
      case EXISTS -> key;
      case DOES_NOT_EXIST -> "!" + key;
      case IN, NOT_IN -> key + operator.symbol() + "(" + String.join(",", values) + ")";
      case EQUALS, DOUBLE_EQUALS, NOT_EQUALS, GREATER_THAN, LESS_THAN ->
          key + operator.symbol() + String.join(",", values);
    };
  }
}
