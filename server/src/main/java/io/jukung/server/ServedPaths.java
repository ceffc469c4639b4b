package io.jukung.server;

import io.jukung.registry.catalog.Catalog;
import io.jukung.server.health.HealthEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The paths that {@code GET /} lists. */
final class ServedPaths {
  private ServedPaths() {}

  /** Those of the built-in groups and of the health checks. */
  static List<String> of(Catalog catalog, Map<String, HealthEndpoint> health) {
    List<String> paths =
        new ArrayList<>(
            List.of(
                "/api",
                "/api/v1",
                "/apis",
                "/apis/",
                "/metrics",
                "/openapi/v2",
                "/openapi/v3",
                "/openapi/v3/",
                "/version"));
    catalog
        .groups()
        .forEach(
            group -> {
              if (!group.name().isEmpty()) {
                paths.add("/apis/" + group.name());
                group.versions().forEach(v -> paths.add("/apis/" + group.name() + "/" + v));
              }
            });
    health.forEach(
        (name, endpoint) -> {
          paths.add("/" + name);
          endpoint.checks().forEach(check -> paths.add("/" + name + "/" + check));
        });
    return paths;
  }
}
