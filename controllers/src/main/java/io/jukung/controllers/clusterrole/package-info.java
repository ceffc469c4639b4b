/**
 * Fills ClusterRoles that are made of others: the rules of all roles their selectors name.
 *
 * <p>Upstream's counterpart: {@code pkg/controller/clusterroleaggregation} at v1.36.
 */
@NullMarked
package io.jukung.controllers.clusterrole;

import org.jspecify.annotations.NullMarked;
