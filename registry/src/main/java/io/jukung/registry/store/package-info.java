/**
 * The generic resource store: creates, reads, changes, lists and watches objects of any kind as
 * bytes, under upstream's rules for names, versions, finalizers and graceful deletion. What is
 * special about a kind comes from its {@code Strategy}.
 *
 * <p>Upstream's counterpart: {@code k8s.io/apiserver/pkg/registry/generic/registry/store.go} and
 * {@code pkg/storage/cacher} at v1.36.
 */
@NullMarked
package io.jukung.registry.store;

import org.jspecify.annotations.NullMarked;
