/**
 * Calls of webhooks: where a {@code clientConfig} says they are, with which TLS, and what is made
 * of their answers.
 *
 * <p>Calls block the thread that makes them, thirty seconds at most unless told otherwise.
 * Connections are kept by {@code server.connect}; services are found as for aggregation. Upstream's
 * counterpart: {@code k8s.io/apiserver/pkg/util/webhook} at v1.36.
 */
@NullMarked
package io.jukung.server.webhook;

import org.jspecify.annotations.NullMarked;
