package io.jukung.server.request;

import io.jukung.registry.meta.GroupVersionResource;
import java.util.List;

/**
 * What a request asks for.
 *
 * @param resourceRequest whether it is about an API resource; else only {@code path} and {@code
 *     verb} are filled in
 * @param path the decoded path of the URL
 * @param verb the API verb ({@code get}, {@code list}, {@code watch}, {@code deletecollection}...),
 *     or the HTTP method in lower case
 * @param apiPrefix {@code api} or {@code apis}
 * @param subresource such as {@code status}, or empty
 * @param name the object's name as the path has it (or a field selector on {@code metadata.name}),
 *     or empty
 * @param parts the path from the resource on
 * @param fieldSelector of a list, a watch or a deletion of many, as it was sent; else empty, and
 *     when the verb stood in the path
 * @param labelSelector as {@code fieldSelector}
 * @param verbInPath whether the verb stood in the path, as in {@code /api/v1/watch/pods}
 */
public record RequestInfo(
    boolean resourceRequest,
    String path,
    String verb,
    String apiPrefix,
    String group,
    String version,
    String namespace,
    String resource,
    String subresource,
    String name,
    List<String> parts,
    boolean verbInPath,
    String fieldSelector,
    String labelSelector) {
  /** Copies the list. */
  public RequestInfo {
    parts = List.copyOf(parts);
  }

  /** A request that is not about a resource. */
  static RequestInfo nonResource(String path, String verb) {
    return new RequestInfo(false, path, verb, "", "", "", "", "", "", "", List.of(), false, "", "");
  }

  /** The resource asked for, without the subresource. */
  public GroupVersionResource groupVersionResource() {
    return new GroupVersionResource(group, version, resource);
  }

  /**
   * Whether the request may last as long as the client wants: watches, and the subresources that
   * stream.
   */
  public boolean longRunning() {
    return verb.equals("watch")
        || verb.equals("proxy")
        || switch (subresource) {
          case "attach", "exec", "log", "portforward", "proxy" -> true;
          default -> false;
        };
  }

  /** Whether the request only reads. */
  public boolean readOnly() {
    return switch (verb) {
      case "get", "list", "watch", "head", "options" -> true;
      default -> false;
    };
  }
}
