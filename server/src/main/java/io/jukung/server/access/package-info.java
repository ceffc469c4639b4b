/**
 * Who may reach what: puts authenticators, authorizers and their endpoints together from one {@link
 * io.jukung.server.access.AccessConfig}. Imports the packages that do the work. Each file that is
 * followed has a virtual thread of its own. Upstream's counterpart: {@code
 * pkg/kubeapiserver/authenticator} and {@code pkg/kubeapiserver/authorizer} at v1.36.
 */
@NullMarked
package io.jukung.server.access;

import org.jspecify.annotations.NullMarked;
