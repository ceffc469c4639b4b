/** Lists in pages. Upstream: {@code test/e2e/apimachinery/chunking.go}. */
@NullMarked
package io.jukung.conformance.chunking;

import org.jspecify.annotations.NullMarked;
