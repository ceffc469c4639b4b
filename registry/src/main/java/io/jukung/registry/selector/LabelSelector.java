package io.jukung.registry.selector;

import java.util.Map;

/** A condition on labels. Immutable. */
public interface LabelSelector {
  /** Selects everything. */
  LabelSelector EVERYTHING = labels -> true;

  /** Whether an object with these labels is selected. */
  boolean matches(Map<String, String> labels);
}
