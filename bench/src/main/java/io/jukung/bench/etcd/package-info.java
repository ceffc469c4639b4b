/**
 * Loads anything that serves etcd's v3 API with puts, and tells operations per second, latencies
 * and what its processes paid; with two of them round by round in turn. Its client is a small
 * HTTP/2 one of its own, which costs a few microseconds an operation: a usual gRPC client costs as
 * much as the server, and on one machine would measure itself.
 *
 * <p>Threads: one platform thread a connection, made and joined by one round. Imports nothing of
 * the project. Upstream's counterpart: {@code etcd/tools/benchmark}.
 */
@NullMarked
package io.jukung.bench.etcd;

import org.jspecify.annotations.NullMarked;
