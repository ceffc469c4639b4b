package io.jukung.registry.store;

import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;

/**
 * What to watch.
 *
 * @param namespace the namespace, or empty for all
 * @param resourceVersion as the client sent it, or empty
 * @param bookmarks whether the client takes BOOKMARK events
 * @param sendInitialEvents whether the state comes first, as ADDED events closed by a bookmark
 */
public record WatchOptions(
    String namespace,
    LabelSelector labels,
    FieldSelector fields,
    String resourceVersion,
    String resourceVersionMatch,
    boolean bookmarks,
    boolean sendInitialEvents) {}
