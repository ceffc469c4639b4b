package io.jukung.server.resource;

import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.store.ResourceStore;
import io.jukung.server.http.ApiCall;
import io.jukung.server.response.Negotiated;
import io.jukung.server.response.Negotiator;
import java.util.Optional;

/**
 * What a resource request is about.
 *
 * @param namespace empty for cluster-scoped kinds, and for lists over all namespaces
 * @param name empty for collections
 * @param subresource empty for the object itself
 */
record Target(
    ApiCall call,
    ResourceType type,
    ResourceStore store,
    String namespace,
    String name,
    String subresource) {

  /** The form the client wants an object in. */
  Negotiated negotiate() {
    return negotiate(false);
  }

  /** The form the client wants a list in. */
  Negotiated negotiateList() {
    return negotiate(true);
  }

  private Negotiated negotiate(boolean streamed) {
    String accept = call.header("Accept");
    Optional<String> pretty = call.query().first("pretty");
    return type.schema().unstructured()
        ? Negotiator.custom(accept, call.userAgent(), pretty)
        : Negotiator.object(accept, call.userAgent(), pretty, streamed);
  }

  /** The failure of a verb that has no path here. */
  static StatusException methodNotAllowed() {
    return new StatusException(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        StatusException.Details.NONE);
  }
}
