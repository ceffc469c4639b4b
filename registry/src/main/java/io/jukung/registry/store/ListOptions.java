package io.jukung.registry.store;

import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;

/**
 * What to list, and at which revision: the query parameters of the same names, parsed but not
 * judged.
 *
 * @param namespace the namespace, or empty for all (and for cluster-scoped kinds)
 * @param limit the most items; 0 is no limit
 * @param continueToken from an earlier answer, or empty
 * @param resourceVersion as the client sent it, or empty
 * @param resourceVersionMatch {@code Exact}, {@code NotOlderThan} or empty
 */
public record ListOptions(
    String namespace,
    LabelSelector labels,
    FieldSelector fields,
    long limit,
    String continueToken,
    String resourceVersion,
    String resourceVersionMatch) {}
