/**
 * Unmodified kubectl binaries, run as a user runs them; what they print is asserted. {@code
 * JUKUNG_KUBECTL} lists the binaries, separated by colons; without it, the one on the path is used,
 * and without that the test fails, unless {@code -Djukung.kubectl=may-be-absent} is said.
 */
@NullMarked
package io.jukung.conformance.kubectl;

import org.jspecify.annotations.NullMarked;
