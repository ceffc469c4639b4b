package io.jukung.storage.watch;

import java.util.List;

/**
 * One round of a {@link WatchHub}'s ring thread.
 *
 * @param stop whether the hub is closed
 * @param lagged whether the ring had not all changes any more
 * @param changes what to deliver
 * @param cursorBefore what the watches in the ring had got before
 * @param cursor what they have got after it
 * @param joining watches to be taken in
 * @param wanted whether progress is to be told of
 */
record RingWork(
    boolean stop,
    boolean lagged,
    List<Change> changes,
    long cursorBefore,
    long cursor,
    List<HubWatch> joining,
    boolean wanted) {}
