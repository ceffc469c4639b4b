package io.jukung.admission.match;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the resources served at the moment, custom ones included. Safe for all threads.
 */
public interface ResourceKinds {
  /**
   * A resource.
   *
   * @param namespaced whether its objects lie in namespaces
   */
  record Known(GroupVersionResource resource, GroupVersionKind kind, boolean namespaced) {}

  /**
   * The resources whose objects are the same as this one's in other versions or groups, itself
   * excluded.
   *
   * @param subresource empty, or one the others must have too
   */
  List<Known> equivalents(GroupVersionResource resource, String subresource);

  /** The resource of a kind. */
  Optional<Known> resourceOf(GroupVersionKind kind);

  /**
   * An object in the form of another kind of the same resource.
   *
   * @param object is not changed
   */
  ObjectNode convert(ObjectNode object, GroupVersionResource from, GroupVersionResource to);

  /**
   * What somebody made of an object, as if a client had sent it: decoded and defaulted.
   *
   * @param object void afterwards
   * @param strict whether unknown fields are an error, and not dropped
   * @throws io.jukung.registry.status.StatusException 400 when it can't be decoded
   */
  ObjectNode decoded(
      GroupVersionResource resource, GroupVersionKind kind, ObjectNode object, boolean strict);

  /**
   * An object with the fields of a configuration, merged as server-side apply does, decoded and
   * defaulted.
   *
   * @param live is not changed
   * @throws IllegalArgumentException when the configuration can't be merged; says why
   */
  ObjectNode merged(
      GroupVersionResource resource,
      GroupVersionKind kind,
      ObjectNode live,
      ObjectNode configuration);
}
