/**
 * kube-controller-manager's controllers, one folder each, in one shape: shared informers put keys
 * into a work queue, and a reconciler brings what one key names from the state it finds to the
 * state it should have.
 *
 * <p>They know the API only, through the fabric8 client interface, so each runs against any API
 * server. Threads: the client's informer threads, and one virtual thread per controller worker, all
 * owned by {@link io.jukung.controllers.ControllerManager}. Imports nothing of the project.
 * Upstream's counterpart: {@code cmd/kube-controller-manager} and {@code pkg/controller}.
 */
@NullMarked
package io.jukung.controllers;

import org.jspecify.annotations.NullMarked;
