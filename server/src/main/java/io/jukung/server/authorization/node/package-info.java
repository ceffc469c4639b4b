/**
 * What kubelets may do: {@link io.jukung.server.authorization.node.NodeAuthorizer} lets a node see
 * the pods bound to it and what these refer to. {@link
 * io.jukung.server.authorization.node.GraphFollower} keeps that in a {@link
 * io.jukung.server.authorization.node.NodeGraph}, on one virtual thread per resource, from the
 * first request of a node on: a cluster without kubelets pays nothing. Upstream's counterpart:
 * {@code plugin/pkg/auth/authorizer/node} at v1.36.
 */
@NullMarked
package io.jukung.server.authorization.node;

import org.jspecify.annotations.NullMarked;
