/**
 * Label and field selectors: parsing with upstream's errors, and matching. Values are immutable and
 * safe for all threads; nothing here blocks. Imports {@code status} and {@code meta} only.
 *
 * <p>Upstream's counterparts: {@code apimachinery/pkg/labels/selector.go}, {@code
 * pkg/fields/selector.go} and the field label conversion functions of {@code pkg/apis}, at v1.36.
 */
@NullMarked
package io.jukung.registry.selector;

import org.jspecify.annotations.NullMarked;
