/** Services and what belongs to them, as objects. Upstream: {@code test/e2e/network}. */
@NullMarked
package io.jukung.conformance.network;

import org.jspecify.annotations.NullMarked;
