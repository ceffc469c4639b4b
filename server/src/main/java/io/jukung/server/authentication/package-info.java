/**
 * Who asks: client certificates, bearer tokens, and nobody at all for the few paths open to
 * everyone. Authenticators are immutable and safe for all threads. Upstream's counterparts: {@code
 * k8s.io/apiserver/pkg/authentication} and {@code plugin/pkg/authenticator/token/tokenfile} at
 * v1.36.
 */
@NullMarked
package io.jukung.server.authentication;

import org.jspecify.annotations.NullMarked;
