/**
 * Resources that are answers rather than objects: who am I, may somebody do this, whose token is
 * this, and the state of the cluster's components. They ask the same authenticator and authorizer
 * as every request. Safe for all threads. Upstream's counterparts: {@code
 * pkg/registry/authentication}, {@code pkg/registry/authorization} and {@code
 * pkg/registry/core/componentstatus} at v1.36.
 */
@NullMarked
package io.jukung.server.review;

import org.jspecify.annotations.NullMarked;
