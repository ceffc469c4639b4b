package io.jukung.controllers.garbage;

import io.jukung.controllers.discovery.ApiResource;
import io.jukung.controllers.discovery.Discovery;
import java.util.HashMap;
import java.util.Map;

/** Finds the resource of a kind, as last discovered. Safe for all threads. */
final class ResourceMapper {
  private record Kind(String apiVersion, String kind) {}

  /** No resource has the kind, as far as is known. */
  static final class UnknownKindException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownKindException(String apiVersion, String kind) {
      super("unable to get REST mapping for " + apiVersion + "/" + kind + ".");
    }
  }

  private volatile Map<Kind, ApiResource> resources = Map.of();

  /** Knows these resources from now on. */
  void reset(Discovery.Resources found) {
    Map<Kind, ApiResource> all = new HashMap<>();
    for (ApiResource resource : found.all()) {
      all.putIfAbsent(new Kind(resource.apiVersion(), resource.kind()), resource);
    }
    resources = Map.copyOf(all);
  }

  /** The resource whose objects have the kind. */
  ApiResource resource(String apiVersion, String kind) {
    ApiResource resource = resources.get(new Kind(apiVersion, kind));
    if (resource == null) {
      throw new UnknownKindException(apiVersion, kind);
    }
    return resource;
  }
}
