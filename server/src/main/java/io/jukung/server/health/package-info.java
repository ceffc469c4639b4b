/**
 * Whether the server lives and is ready: {@code /livez}, {@code /readyz}, {@code /healthz}, their
 * checks and their texts. Safe for all threads. Upstream's counterpart: {@code
 * k8s.io/apiserver/pkg/server/healthz/healthz.go} at v1.36.
 */
@NullMarked
package io.jukung.server.health;

import org.jspecify.annotations.NullMarked;
