package io.jukung.server.resource;

import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.crd.CustomSchema;
import io.jukung.server.http.ApiCall;

/** Warnings about resources that upstream has marked as deprecated. */
final class Deprecations {
  private Deprecations() {}

  static void warn(ApiCall call, ResourceType type) {
    if (type.schema() instanceof CustomSchema custom) {
      custom.deprecation().ifPresent(text -> tell(call, text));
      return;
    }
    if (!type.resource().group().isEmpty()) {
      return;
    }
    switch (type.resource().resource()) {
      case "componentstatuses" -> tell(call, "v1 ComponentStatus is deprecated in v1.19+");
      case "endpoints" ->
          tell(call, "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice");
      default -> {}
    }
  }

  private static void tell(ApiCall call, String text) {
    call.context().warn(text);
    call.context().annotate("k8s.io/deprecated", "true");
  }
}
