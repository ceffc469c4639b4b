package io.jukung.server.resource;

import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.crd.CustomResources;
import io.jukung.registry.crd.ServedVersion;
import io.jukung.registry.store.ResourceStore;
import io.jukung.server.http.PlainFailure;
import io.jukung.server.request.RequestInfo;
import java.util.List;
import java.util.Optional;

/** The custom resources as requests find them. Safe for all threads. */
public final class CustomTypes {
  private static final List<String> ON_ALL_NAMESPACES = List.of("list", "watch");
  private final CustomResources resources;

  /** Those that {@code resources} serves at the time of each request. */
  public CustomTypes(CustomResources resources) {
    this.resources = resources;
  }

  /**
   * The resource a request is about; empty when none has its name.
   *
   * @throws PlainFailure 404 when the resource does not have the request's scope
   */
  Optional<ResourceType> find(RequestInfo info) {
    Optional<ResourceType> found =
        resources.current().find(info.groupVersionResource()).map(ServedVersion::type);
    if (found.isPresent()) {
      boolean inNamespace = !info.namespace().isEmpty();
      boolean namespaced = found.get().namespaced();
      if (namespaced != inNamespace && (inNamespace || !ON_ALL_NAMESPACES.contains(info.verb()))) {
        throw PlainFailure.pageNotFound();
      }
    }
    return found;
  }

  /** The objects of a resource that was found, even if it was taken away meanwhile. */
  ResourceStore store(ResourceType type) {
    return resources
        .current()
        .find(type.resource())
        .map(ServedVersion::store)
        .orElseThrow(PlainFailure::pageNotFound);
  }
}
