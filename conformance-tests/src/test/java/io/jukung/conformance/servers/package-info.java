/** Several API servers over one store. */
@NullMarked
package io.jukung.conformance.servers;

import org.jspecify.annotations.NullMarked;
