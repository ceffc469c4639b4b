package io.jukung.server.resource;

import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.conversion.Conversions;
import io.jukung.registry.store.ResourceStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The stores as requests see them: each in the version asked for. Safe for all threads. */
final class ServedStores implements Function<ResourceType, ResourceStore> {
  private final Function<ResourceType, ResourceStore> stores;
  private final CustomTypes custom;
  private final Transcoder transcoder;
  private final Map<ResourceType, ResourceStore> versioned = new ConcurrentHashMap<>();

  ServedStores(
      Function<ResourceType, ResourceStore> stores, CustomTypes custom, Transcoder transcoder) {
    this.custom = custom;
    this.stores = stores;
    this.transcoder = transcoder;
  }

  @Override
  public ResourceStore apply(ResourceType type) {
    if (type.schema().unstructured()) {
      return custom.store(type);
    }
    return Conversions.converts(type)
        ? versioned.computeIfAbsent(
            type, other -> new VersionedStore(stores.apply(other), transcoder))
        : stores.apply(type);
  }
}
