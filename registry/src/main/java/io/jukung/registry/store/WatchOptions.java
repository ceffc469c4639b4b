package io.jukung.registry.store;

import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;
import java.util.Optional;

/**
 * What to watch.
 *
 * @param namespace the namespace, or empty for all
 * @param resourceVersion as the client sent it, or empty
 * @param bookmarks whether the client takes BOOKMARK events
 * @param sendInitialEvents as the client sent it: true, the state comes first, as ADDED events
 *     closed by a bookmark; false, only changes come; empty, the state comes first unless a
 *     resourceVersion other than 0 is given, and nothing closes it
 * @param continueToken as the client sent it, or empty
 */
public record WatchOptions(
    String namespace,
    LabelSelector labels,
    FieldSelector fields,
    String resourceVersion,
    String resourceVersionMatch,
    boolean bookmarks,
    Optional<Boolean> sendInitialEvents,
    String continueToken) {
  /** Without a continue token, which a watch has no use for. */
  public WatchOptions(
      String namespace,
      LabelSelector labels,
      FieldSelector fields,
      String resourceVersion,
      String resourceVersionMatch,
      boolean bookmarks,
      Optional<Boolean> sendInitialEvents) {
    this(
        namespace,
        labels,
        fields,
        resourceVersion,
        resourceVersionMatch,
        bookmarks,
        sendInitialEvents,
        "");
  }
}
