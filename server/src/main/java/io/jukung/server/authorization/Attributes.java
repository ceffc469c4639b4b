package io.jukung.server.authorization;

import io.jukung.registry.request.UserInfo;
import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.status.StatusException;
import io.jukung.server.request.RequestInfo;

/**
 * What somebody wants to do.
 *
 * @param resourceRequest whether it is about a resource; else {@code path} says about what
 * @param verb an API verb, or an HTTP method in lower case
 * @param fieldSelector as a list, a watch or a deletion of many carries it; not judged yet
 * @param labelSelector as {@code fieldSelector}
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
    String path,
    String fieldSelector,
    String labelSelector) {
  /** Without selectors. */
  public Attributes(
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
    this(
        user,
        verb,
        resourceRequest,
        group,
        version,
        resource,
        subresource,
        namespace,
        name,
        path,
        "",
        "");
  }

  /** Whether the field selector demands exactly this value of a field. */
  public boolean selects(String field, String value) {
    if (fieldSelector.isEmpty()) {
      return false;
    }
    try {
      return FieldSelector.parse(fieldSelector).exactMatch(field).filter(value::equals).isPresent();
    } catch (StatusException e) {
      return false;
    }
  }

  /** The same with another verb. */
  public Attributes withVerb(String verb) {
    return new Attributes(
        user,
        verb,
        resourceRequest,
        group,
        version,
        resource,
        subresource,
        namespace,
        name,
        path,
        fieldSelector,
        labelSelector);
  }

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
        info.path(),
        info.fieldSelector(),
        info.labelSelector());
  }
}
