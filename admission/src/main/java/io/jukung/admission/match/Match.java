package io.jukung.admission.match;

import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;

/**
 * As which resource a write matched: its own, or an equivalent one whose form is wanted.
 *
 * @param kind of the objects to show
 */
public record Match(GroupVersionResource resource, GroupVersionKind kind) {}
