/**
 * A {@link io.jukung.storage.Store} over an etcd of 3.4 or later, reached by its v3 gRPC API.
 *
 * <p>{@link io.jukung.storage.etcd.EtcdStore} sends reads and writes straight to etcd and follows
 * it with one watch over all keys, whose changes feed this process' {@link
 * io.jukung.storage.watch.WatchHub}; so any number of watches here cost etcd one. That watch sees
 * every revision, so it needs no progress notifications, which etcd before 3.4.25 and 3.5.8 sends
 * too early.
 *
 * <p>Calls are made with gRPC's own stubs on jetcd's messages, not through jetcd's client: whether
 * a request was put on the wire decides whether a failed write may be sent again, and that only the
 * channel can tell. It also keeps Vert.x out of the process.
 *
 * <p>Threads: gRPC's shared ones deliver the feed; the hub's two; one for compaction when that is
 * asked for. Imports the store packages only. Upstream's counterpart: {@code
 * k8s.io/apiserver/pkg/storage/etcd3} over {@code go.etcd.io/etcd/client/v3}.
 */
@NullMarked
package io.jukung.storage.etcd;

import org.jspecify.annotations.NullMarked;
