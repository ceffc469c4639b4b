/**
 * How the controllers talk to the API server: one client for whole objects, one for their metadata
 * alone, and a user agent that names the controller a request comes from.
 *
 * <p>Threads: the client's own, which are virtual where the client lets us choose. Upstream's
 * counterpart: {@code cmd/kube-controller-manager/app} and {@code clientbuilder}.
 */
@NullMarked
package io.jukung.controllers.client;

import org.jspecify.annotations.NullMarked;
