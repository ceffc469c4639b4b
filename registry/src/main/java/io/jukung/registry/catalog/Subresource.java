package io.jukung.registry.catalog;

import io.jukung.registry.meta.GroupVersionKind;
import java.util.Set;

/**
 * A subresource, such as {@code pods/status}.
 *
 * @param name the part behind the slash
 * @param kind the kind of its bodies
 * @param verbs the API verbs it serves
 */
public record Subresource(String name, GroupVersionKind kind, Set<String> verbs) {
  /** Copies the set. */
  public Subresource {
    verbs = Set.copyOf(verbs);
  }
}
