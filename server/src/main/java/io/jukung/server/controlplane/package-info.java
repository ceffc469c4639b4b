/**
 * How API servers over one store know of each other and keep what they share: the endpoints of the
 * {@code kubernetes} Service, and each server's identity Lease with the collection of those left
 * behind.
 *
 * <p>One thread, {@code jukung-presence}, owned by {@link io.jukung.server.controlplane.Presence}.
 * Writes of the server's own go through {@link io.jukung.server.controlplane.OwnObjects}.
 * Upstream's counterparts: {@code pkg/controlplane/reconcilers}, {@code
 * pkg/controlplane/controller/kubernetesservice} and {@code apiserverleasegc}, {@code
 * k8s.io/component-helpers/apimachinery/lease} at v1.36.
 */
@NullMarked
package io.jukung.server.controlplane;

import org.jspecify.annotations.NullMarked;
