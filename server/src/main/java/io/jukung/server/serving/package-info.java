/**
 * Which certificate a client is shown: the server's own, which it makes and renews, those of files
 * that the operator gives, and the choice among them by the name a client asks for. Each file is
 * followed by a virtual thread. Upstream's counterpart: {@code
 * k8s.io/apiserver/pkg/server/dynamiccertificates} at v1.36.
 */
@NullMarked
package io.jukung.server.serving;

import org.jspecify.annotations.NullMarked;
