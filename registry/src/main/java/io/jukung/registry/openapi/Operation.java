package io.jukung.registry.openapi;

import io.jukung.registry.meta.GroupVersionKind;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * What one method does on one path.
 *
 * @param method in lower case
 * @param action {@code x-kubernetes-action}; empty when it is about no resource
 * @param kind of the resource
 * @param parameters sorted by name, without the body
 * @param body the type of the request's body
 * @param responses the type of the answer's body by status code, {@code string} for free text
 * @param consumes media types of the request
 * @param produces media types of the answer
 */
record Operation(
    String method,
    String id,
    String description,
    String tag,
    String action,
    Optional<GroupVersionKind> kind,
    List<Parameter> parameters,
    Optional<String> body,
    NavigableMap<Integer, String> responses,
    List<String> consumes,
    List<String> produces) {
  static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

  /** The free-text type of {@code responses}. */
  static final String TEXT = "string";

  /** The order in which both formats list the methods of a path. */
  static final List<String> METHODS =
      List.of("get", "put", "post", "delete", "options", "head", "patch");

  /** Only the body of a DELETE may be missing. */
  boolean bodyRequired() {
    return !method.equals("delete");
  }
}
