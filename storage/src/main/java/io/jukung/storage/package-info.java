/**
 * The revisioned key-value store every other room stands on, in etcd's terms: one global revision,
 * ordered byte keys, compare-and-put transactions, ranges at a revision, watches from a revision,
 * compaction and leases.
 *
 * <p>{@link io.jukung.storage.Store} is the SPI; its contract suite lives in this module's test jar
 * ({@code StoreContract}) and runs on every backend. Nothing here knows of Kubernetes. This package
 * imports nothing of the project. Upstream's counterpart: {@code k8s.io/apiserver/pkg/storage} over
 * {@code etcd/client/v3}.
 *
 * <p>Threads: the SPI starts none; each backend's own package says which threads it runs.
 */
@NullMarked
package io.jukung.storage;

import org.jspecify.annotations.NullMarked;
