/**
 * The forms kube-apiserver keeps objects in, so that it and this server can work on one etcd: read
 * whatever it wrote, and write the same when asked to.
 *
 * <p>{@link io.jukung.registry.envelope.TranscodedStore} sits between the registry and a shared
 * store; the registry above sees canonical JSON only, and with the embedded store this room is not
 * used at all. Conversion runs on the thread that reads, writes or delivers. Upstream's
 * counterpart: {@code apiserver/pkg/server/storage/storage_codec.go}.
 */
@NullMarked
package io.jukung.registry.envelope;

import org.jspecify.annotations.NullMarked;
