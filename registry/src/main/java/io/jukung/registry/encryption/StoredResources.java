package io.jukung.registry.encryption;

import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.encryption.EncryptedResources.Name;
import io.jukung.storage.Bytes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which resource a key belongs to. Immutable. */
final class StoredResources {
  private final String root;
  private final TreeMap<Bytes, Name> prefixes = new TreeMap<>();

  /**
   * The keys of one store.
   *
   * @param root what they all begin with, such as {@code /registry/}
   */
  StoredResources(Catalog catalog, String root) {
    this.root = root;
    for (ResourceType type : catalog.resources()) {
      if (type.stored()) {
        String prefix = root + type.keyPrefix().substring("/registry/".length());
        prefixes.put(
            Bytes.utf8(prefix), new Name(type.storage().resource(), type.storage().group()));
      }
    }
  }

  /** The resource; empty for what has no API, which is not encrypted. */
  Optional<Name> of(Bytes key) {
    Map.Entry<Bytes, Name> floor = prefixes.floorEntry(key);
    return floor != null && key.startsWith(floor.getKey())
        ? Optional.of(floor.getValue())
        : custom(key.utf8());
  }

  /** Custom resources lie under their group and their name. */
  private Optional<Name> custom(String key) {
    if (!key.startsWith(root)) {
      return Optional.empty();
    }
    String[] parts = key.substring(root.length()).split("/", 3);
    return parts.length == 3 && parts[0].indexOf('.') > 0
        ? Optional.of(new Name(parts[1], parts[0]))
        : Optional.empty();
  }
}
