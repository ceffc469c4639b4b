/**
 * Who the controllers are to the API server: the process itself, for informers and the lease, and
 * for each controller a service account with tokens that are asked for when needed.
 *
 * <p>Threads: the client's own, which are virtual where the client lets us choose. Upstream's
 * counterpart: {@code cmd/kube-controller-manager/app} and {@code clientbuilder}.
 */
@NullMarked
package io.jukung.controllers.client;

import org.jspecify.annotations.NullMarked;
