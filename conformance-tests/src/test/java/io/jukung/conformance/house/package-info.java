/**
 * The house rules as tests: format, module arrows, sizes, package signs, what must not be written.
 * Reads the repository's files; starts no threads.
 */
@NullMarked
package io.jukung.conformance.house;

import org.jspecify.annotations.NullMarked;
