/**
 * API groups that other servers serve: {@code APIService} objects say which, requests are passed on
 * in the name of the user, and discovery tells of them as of the built-in groups.
 *
 * <p>Threads: one virtual thread follows the {@code APIService} objects, one checks whether the
 * servers behind them answer, one keeps {@code APIService} objects for custom resources, one the
 * {@code ConfigMap} that tells extension servers whom to believe. Requests read one immutable
 * snapshot; without an aggregated API they pay for one volatile read.
 *
 * <p>Imports {@code connect}, {@code discovery} and {@code http}. Upstream's counterpart: {@code
 * k8s.io/kube-aggregator} at v1.36.
 */
@NullMarked
package io.jukung.server.aggregation;

import org.jspecify.annotations.NullMarked;
