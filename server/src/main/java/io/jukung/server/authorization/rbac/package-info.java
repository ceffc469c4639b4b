/**
 * Role-based access control: {@link io.jukung.server.authorization.rbac.RbacPolicy} keeps the roles
 * and bindings of the registry's read cache as one immutable snapshot, indexed by subject; {@link
 * io.jukung.server.authorization.rbac.RbacAuthorizer} asks it for each request, and {@link
 * io.jukung.server.authorization.rbac.GuardedStore} lets nobody write a role or a binding that
 * gives more than its writer has.
 *
 * <p>The snapshot is made anew by the first request after a change, on that request's thread, from
 * what did not change and what did; requests that come meanwhile use the old one. Upstream's
 * counterparts: {@code plugin/pkg/auth/authorizer/rbac} and {@code pkg/registry/rbac} at v1.36.
 */
@NullMarked
package io.jukung.server.authorization.rbac;

import org.jspecify.annotations.NullMarked;
