/**
 * Label and field selectors: parsing with upstream's errors, and matching. Pure; imports {@code
 * status} only. Upstream's counterparts: {@code apimachinery/pkg/labels/selector.go} and {@code
 * pkg/fields/selector.go} at v1.36.
 */
@NullMarked
package io.jukung.registry.selector;

import org.jspecify.annotations.NullMarked;
