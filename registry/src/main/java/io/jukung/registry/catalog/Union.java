package io.jukung.registry.catalog;

import java.util.List;

/**
 * A type of which at most one member is set.
 *
 * @param discriminator the field that names the member; empty when there is none
 * @param members the JSON names of the fields
 */
public record Union(String discriminator, List<String> members) {
  /** Copies the list. */
  public Union {
    members = List.copyOf(members);
  }
}
