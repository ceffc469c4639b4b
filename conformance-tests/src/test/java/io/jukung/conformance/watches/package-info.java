/** Watches of plain objects. Upstream: {@code test/e2e/apimachinery/watch.go}. */
@NullMarked
package io.jukung.conformance.watches;

import org.jspecify.annotations.NullMarked;
