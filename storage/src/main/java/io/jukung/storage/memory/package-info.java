/**
 * A store that keeps everything in the heap of one process: for tests, and as the model other
 * backends are compared with.
 *
 * <p>{@link io.jukung.storage.memory.InMemoryStore} keeps every version of every key until
 * compaction and forgets all at {@code close}. One lock orders writes; reads share it.
 *
 * <p>Threads: those of its {@link io.jukung.storage.watch.WatchHub}, and {@code
 * memory-store-leases}, which looks for leases that have ended. Imports {@code io.jukung.storage}
 * only. Upstream's counterpart: {@code k8s.io/apiserver/pkg/storage/etcd3/testing}, which starts a
 * real etcd instead.
 */
@NullMarked
package io.jukung.storage.memory;

import org.jspecify.annotations.NullMarked;
