/** Walks everything the discovery documents name, and uses it. */
@NullMarked
package io.jukung.conformance.discovery;

import org.jspecify.annotations.NullMarked;
