package io.jukung.registry.selector;

import java.util.Map;

/** A condition on a kind's selectable fields. Immutable. */
public interface FieldSelector {
  /** Selects everything. */
  FieldSelector EVERYTHING = fields -> true;

  /**
   * Whether an object with these selectable fields ({@code metadata.name}, {@code
   * spec.nodeName}...) is selected.
   */
  boolean matches(Map<String, String> fields);
}
