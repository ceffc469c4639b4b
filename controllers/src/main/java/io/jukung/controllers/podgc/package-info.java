/**
 * Removes pods that no kubelet will ever remove: too many that have ended, those of nodes that are
 * gone, and those that were to end before they had a node.
 *
 * <p>Upstream's counterpart: {@code pkg/controller/podgc} at v1.36.
 */
@NullMarked
package io.jukung.controllers.podgc;

import org.jspecify.annotations.NullMarked;
