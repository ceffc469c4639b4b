/**
 * What Apache Ratis 3.3.0 is made to do otherwise: fewer threads between a write and its answer,
 * signals that are not lost, entries and calls that are not copied or timed one by one, and bugs
 * that are worked around until a release has them mended. Each class says what Ratis does and why
 * that is changed.
 *
 * <p>Some of it reaches what is private in Ratis. Where a release differs, that is logged once and
 * Ratis does as it would by itself; {@code InsidesTest} tells it before anybody else does.
 *
 * <p>Imports nothing of the store. Threads: Ratis' own, {@code raft-store-call} for calls that may
 * wait, and virtual ones for what must not be done where it came up.
 */
@NullMarked
package io.jukung.raftstore.ratis;

import org.jspecify.annotations.NullMarked;
