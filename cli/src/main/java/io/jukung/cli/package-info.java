/**
 * The {@code jukung} command: reads the command line into one validated record, builds every room
 * with {@code new}, top to bottom, runs until SIGTERM and stops them in reverse. Sees all rooms; no
 * room sees it.
 *
 * <p>Threads: the main thread waits; one shutdown hook stops the rooms.
 */
@NullMarked
package io.jukung.cli;

import org.jspecify.annotations.NullMarked;
