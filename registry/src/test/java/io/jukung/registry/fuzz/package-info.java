/**
 * What strangers send: everything that reads bytes or text of clients, under random and under
 * malicious input, with bounds on time and memory. The same runs each time; {@code
 * -Djukung.fuzz.seed=N} makes others, {@code -Djukung.fuzz.times=N} makes N times as many.
 */
@NullMarked
package io.jukung.registry.fuzz;

import org.jspecify.annotations.NullMarked;
