package io.jukung.registry.selector;

import java.util.Map;

/**
 * A condition on one selectable field.
 *
 * @param field the field's label, such as {@code spec.nodeName}
 * @param negated whether the field must differ from the value
 * @param value unescaped
 */
public record FieldRequirement(String field, boolean negated, String value) {
  /** Whether an object with these selectable fields meets this; a missing field is empty. */
  public boolean matches(Map<String, String> fields) {
    return fields.getOrDefault(field, "").equals(value) != negated;
  }

  /** The form it is written in, such as {@code spec.nodeName=a}. */
  @Override
  public String toString() {
    return field + (negated ? "!=" : "=") + escape(value);
  }

  private static String escape(String value) {
    StringBuilder escaped = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' || c == ',' || c == '=') {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }
}
