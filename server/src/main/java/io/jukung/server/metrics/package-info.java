/**
 * What the server counts of itself, in Prometheus' form, under upstream's names where upstream has
 * them. Safe for all threads. Upstream's counterpart: {@code
 * k8s.io/apiserver/pkg/endpoints/metrics/metrics.go} at v1.36.
 */
@NullMarked
package io.jukung.server.metrics;

import org.jspecify.annotations.NullMarked;
