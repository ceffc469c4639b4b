/**
 * What a request asks for, read from its method, path and query: {@link
 * io.jukung.server.request.RequestInfo}. Pure functions; imports {@code registry.meta} only.
 * Upstream's counterpart: {@code k8s.io/apiserver/pkg/endpoints/request/requestinfo.go} at v1.36.
 */
@NullMarked
package io.jukung.server.request;

import org.jspecify.annotations.NullMarked;
