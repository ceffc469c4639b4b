/**
 * The API server: {@link io.jukung.server.ApiServer} puts its rooms together and starts and stops
 * them. Rooms: {@code http} (Jetty, Jersey), {@code jaxrs} (paths), {@code chain} (what every
 * request passes), {@code request}, {@code response}, {@code authentication}, {@code
 * authorization}, {@code resource} (verbs), {@code review} (answers about permissions), {@code
 * discovery}, {@code health}, {@code metrics}, {@code pki}.
 *
 * <p>Threads: Jetty's (see {@code http}), and one virtual thread that renews certificates. Imports
 * {@code admission} and {@code registry}. Upstream's counterpart: {@code k8s.io/apiserver} and
 * {@code pkg/controlplane} at v1.36.
 */
@NullMarked
package io.jukung.server;

import org.jspecify.annotations.NullMarked;
