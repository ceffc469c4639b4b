package io.jukung.registry.cel;

import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.UserInfo;

/** Who may do what, as the authorizer says. Safe for all threads. */
public interface AccessChecks {
  /**
   * An answer.
   *
   * @param allowed whether it is allowed; no opinion is no
   * @param reason may be empty
   * @param error why it could not be decided; empty when it could
   */
  record Decision(boolean allowed, String reason, String error) {}

  /**
   * What of which resource is to be done.
   *
   * @param name empty for all
   * @param fieldSelector empty, or what narrows a list, a watch or a deletion of many
   * @param labelSelector as {@code fieldSelector}
   */
  record Resource(
      String group,
      String resource,
      String subresource,
      String namespace,
      String name,
      String fieldSelector,
      String labelSelector) {
    /** One without selectors. */
    public Resource(
        String group, String resource, String subresource, String namespace, String name) {
      this(group, resource, subresource, namespace, name, "", "");
    }

    /** Asks about a part of it. */
    public Resource withSubresource(String text) {
      return new Resource(group, resource, text, namespace, name, fieldSelector, labelSelector);
    }

    /** Asks within a namespace. */
    public Resource withNamespace(String text) {
      return new Resource(group, resource, subresource, text, name, fieldSelector, labelSelector);
    }

    /** Asks about one object. */
    public Resource withName(String text) {
      return new Resource(
          group, resource, subresource, namespace, text, fieldSelector, labelSelector);
    }

    /** Narrows by fields. */
    public Resource withFieldSelector(String text) {
      return new Resource(group, resource, subresource, namespace, name, text, labelSelector);
    }

    /** Narrows by labels. */
    public Resource withLabelSelector(String text) {
      return new Resource(group, resource, subresource, namespace, name, fieldSelector, text);
    }
  }

  /** Whether a user may send {@code verb} to a path that is no resource. */
  Decision path(UserInfo user, String verb, String path);

  /** Whether a user may do {@code verb} to a resource in any of its versions. */
  Decision resource(UserInfo user, String verb, Resource resource);

  /** Whether the user may do {@code verb} to the cluster-scoped object {@code name}. */
  default boolean allow(UserInfo user, String verb, GroupVersionResource resource, String name) {
    return resource(user, verb, new Resource(resource.group(), resource.resource(), "", "", name))
        .allowed();
  }
}
