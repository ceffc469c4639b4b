/**
 * Checkers of what callers of a {@link io.jukung.storage.Store} saw: whether the calls on a key can
 * be put in one order ({@link io.jukung.storage.check.Linearizability}), and whether watches were
 * told everything once, in order and whole ({@link io.jukung.storage.check.WatchLog}).
 *
 * <p>They know no backend and start no thread: a test records, then asks. Part of the contract
 * suite's test jar, so that each backend's tests can use them.
 */
@NullMarked
package io.jukung.storage.check;

import org.jspecify.annotations.NullMarked;
