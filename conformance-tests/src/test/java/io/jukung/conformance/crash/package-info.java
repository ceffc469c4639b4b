/**
 * Kills the server while it is written to. Threads: sixteen writers and one watch reader for each
 * round, joined by it.
 */
@NullMarked
package io.jukung.conformance.crash;

import org.jspecify.annotations.NullMarked;
