/**
 * Who may do what: {@link io.jukung.server.authorization.Authorizer}, by roles ({@code rbac}), by
 * nodes ({@code node}) and by fixed rules. Upstream's counterpart: {@code
 * k8s.io/apiserver/pkg/authorization/authorizer} at v1.36.
 */
@NullMarked
package io.jukung.server.authorization;

import org.jspecify.annotations.NullMarked;
