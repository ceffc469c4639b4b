/**
 * What happens to a request before its resource is touched, stage by stage, in the order that
 * {@link io.jukung.server.chain.RequestChain} writes down. Safe for all threads; a stage runs on
 * the request's own thread. Upstream's counterpart: {@code DefaultBuildHandlerChain} in {@code
 * k8s.io/apiserver/pkg/server/config.go} at v1.36.
 */
@NullMarked
package io.jukung.server.chain;

import org.jspecify.annotations.NullMarked;
