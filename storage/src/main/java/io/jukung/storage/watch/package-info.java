/**
 * Delivery of committed changes to watches, shared by the backends of this project.
 *
 * <p>A backend publishes each committed {@link io.jukung.storage.watch.Change} once, in revision
 * order. {@link io.jukung.storage.watch.WatchHub} keeps the newest ones in one ring bounded by
 * count and bytes; a watch that is up to date is served from it, one that starts earlier or falls
 * behind reads pages from the backend's {@link io.jukung.storage.watch.History} until it has caught
 * up. So a slow or late watch costs its cursor and nothing else, and a publisher never waits.
 *
 * <p>Threads: two platform threads a hub, owned and named by it: {@code <name>-watch} delivers from
 * the ring, {@code <name>-watch-history} reads history. Locks: a backend may publish while it holds
 * its own lock; the hub's lock is innermost; a watch's delivery lock is never taken under the
 * hub's.
 *
 * <p>Imports {@code io.jukung.storage} only. Upstream's counterpart: etcd's {@code
 * server/storage/mvcc/watchable_store.go}.
 */
@NullMarked
package io.jukung.storage.watch;

import org.jspecify.annotations.NullMarked;
