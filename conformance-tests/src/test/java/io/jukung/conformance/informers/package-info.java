/**
 * The two Java clients with informers: what they list, what they are told, and that they go on
 * after the server was killed and started again. The clients' own threads call the handlers.
 */
@NullMarked
package io.jukung.conformance.informers;

import org.jspecify.annotations.NullMarked;
