/**
 * Users of OpenID Connect providers, by their signed tokens: what {@code --authentication-config}
 * and the {@code --oidc-*} flags configure, its validation, the providers' keys, and what a token's
 * claims make of its user.
 *
 * <p>Each provider has one virtual thread until its discovery document was read; keys are fetched
 * by the thread that needs them, by one at a time. Everything else is immutable and safe for all
 * threads. Upstream's counterparts: {@code k8s.io/apiserver/plugin/pkg/authenticator/token/oidc},
 * {@code pkg/apis/apiserver/validation} and {@code pkg/authentication/cel} at v1.36.
 */
@NullMarked
package io.jukung.server.authentication.jwt;

import org.jspecify.annotations.NullMarked;
