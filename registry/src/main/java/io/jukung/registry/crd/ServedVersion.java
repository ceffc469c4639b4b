package io.jukung.registry.crd;

import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.store.ResourceStore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One version of a custom resource. Its store is made when first used. Safe for all threads. */
public final class ServedVersion {
  private final ResourceType type;
  private final ResourceType shown;
  private final CustomSchema schema;
  private final Supplier<ResourceStore> make;
  private volatile @Nullable ResourceStore store;

  ServedVersion(
      ResourceType type, ResourceType shown, CustomSchema schema, Supplier<ResourceStore> make) {
    this.type = type;
    this.shown = shown;
    this.schema = schema;
    this.make = make;
  }

  /** The resource as requests find it. */
  public ResourceType type() {
    return type;
  }

  /** The resource as discovery tells it: one that is about to go has fewer verbs. */
  public ResourceType shown() {
    return shown;
  }

  /** The type of its objects. */
  public CustomSchema schema() {
    return schema;
  }

  Definition.Version version() {
    return schema.version();
  }

  /** Its objects. */
  public ResourceStore store() {
    ResourceStore known = store;
    if (known == null) {
      synchronized (this) {
        known = store;
        if (known == null) {
          known = make.get();
          store = known;
        }
      }
    }
    return known;
  }
}
