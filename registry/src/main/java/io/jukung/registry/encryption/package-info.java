/**
 * Encryption at rest: which resources' values are written encrypted, by which keys, and reading
 * whatever any configured key wrote. {@link io.jukung.registry.encryption.EncryptedStore} sits
 * right above the store, so that what is kept, sent to an etcd or served from the embedded store is
 * what kube-apiserver would keep with the same configuration, byte for byte but for its random
 * parts; each reads what the other wrote.
 *
 * <p>Values are bound to their keys, so that one moved under another key can't be read there. The
 * configuration in force is one immutable snapshot; a write and a read pay one volatile read and
 * the cipher. Encryption runs on the thread that reads, writes or delivers.
 *
 * <p>Threads: {@link io.jukung.registry.encryption.EncryptionAtRest} owns one that looks after the
 * file when it is to be reloaded, and {@code kms} one per provider. Upstream's counterparts: {@code
 * k8s.io/apiserver/pkg/server/options/encryptionconfig} and {@code pkg/storage/value} at v1.36.
 */
@NullMarked
package io.jukung.registry.encryption;

import org.jspecify.annotations.NullMarked;
