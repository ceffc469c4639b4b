/**
 * The {@code jukung} launcher as an operator meets it: what it says and which exit status it ends
 * with when the surroundings don't allow a start. One server runs; the test's own thread starts
 * processes that end by themselves. The statuses are those of {@code docs/OPERATING.md}.
 */
@NullMarked
package io.jukung.conformance.launcher;

import org.jspecify.annotations.NullMarked;
