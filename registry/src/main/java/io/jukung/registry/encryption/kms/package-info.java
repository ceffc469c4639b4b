/**
 * Keys that a plugin wraps: KMS v2 over gRPC on a unix socket. The plugin wraps a seed; values are
 * encrypted by keys derived from it, and carry the wrapped seed with them.
 *
 * <p>Threads: each {@link io.jukung.registry.encryption.kms.KmsProvider} owns one virtual thread
 * that asks the plugin for its status once a minute, and gRPC's one event loop. Reading a value of
 * a seed not seen yet blocks for a call of the plugin, the provider's timeout at most. Upstream's
 * counterparts: {@code k8s.io/apiserver/pkg/storage/value/encrypt/envelope/kmsv2} and {@code
 * k8s.io/kms/apis/v2} at v1.36.
 */
@NullMarked
package io.jukung.registry.encryption.kms;

import org.jspecify.annotations.NullMarked;
