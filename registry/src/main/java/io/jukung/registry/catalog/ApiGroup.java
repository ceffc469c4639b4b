package io.jukung.registry.catalog;

import java.util.List;

/**
 * A built-in API group as discovery shows it.
 *
 * @param name empty for the core group
 * @param versions the served versions, the preferred one first; never empty
 */
public record ApiGroup(String name, List<String> versions) {
  /** Copies the list. */
  public ApiGroup {
    versions = List.copyOf(versions);
  }

  /** The version that clients take when they have no wish of their own. */
  public String preferredVersion() {
    return versions.getFirst();
  }
}
