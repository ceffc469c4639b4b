package io.jukung.server.authorization;

import io.jukung.registry.request.UserInfo;
import io.jukung.server.request.RequestInfo;

/**
 * What somebody wants to do.
 *
 * @param resourceRequest whether it is about a resource; else {@code path} says about what
 * @param verb an API verb, or an HTTP method in lower case
 */
public record Attributes(
    UserInfo user,
    String verb,
    boolean resourceRequest,
    String group,
    String version,
    String resource,
    String subresource,
    String namespace,
    String name,
    String path) {
  /** What a request wants. */
  public static Attributes of(UserInfo user, RequestInfo info) {
    return new Attributes(
        user,
        info.verb(),
        info.resourceRequest(),
        info.group(),
        info.version(),
        info.resource(),
        info.subresource(),
        info.namespace(),
        info.name(),
        info.path());
  }
}
