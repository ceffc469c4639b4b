/**
 * The {@code jukung store} commands as an operator runs them, beside a running server and without
 * one: snapshots, going back to a point in time, the check, recovery.
 */
@NullMarked
package io.jukung.conformance.store;

import org.jspecify.annotations.NullMarked;
