package io.jukung.registry.crd;

import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.store.ResourceStore;
import java.util.Map;
import java.util.Optional;

/**
 * What one definition makes the server serve: a resource in some versions, over one place in the
 * store. Safe for all threads.
 */
final class CustomResource {
  private final Definition definition;
  private final Map<String, ServedVersion> versions;
  private final String storageVersion;

  /**
   * A resource.
   *
   * @param versions all, those not served included, by name
   */
  CustomResource(Definition definition, Map<String, ServedVersion> versions) {
    this.definition = definition;
    this.versions = versions;
    this.storageVersion = definition.storageVersion().name();
  }

  Definition definition() {
    return definition;
  }

  /** The version, when it is served. */
  Optional<ServedVersion> served(String version) {
    return Optional.ofNullable(versions.get(version)).filter(v -> v.version().served());
  }

  /** All versions by name. */
  Map<String, ServedVersion> versions() {
    return versions;
  }

  /** The resource as it is stored. */
  ResourceType storageType() {
    return version(storageVersion).type();
  }

  /** The store of the version that objects are stored in. */
  ResourceStore storage() {
    return version(storageVersion).store();
  }

  private ServedVersion version(String name) {
    return Optional.ofNullable(versions.get(name))
        .orElseThrow(() -> new IllegalStateException("no version " + name));
  }
}
