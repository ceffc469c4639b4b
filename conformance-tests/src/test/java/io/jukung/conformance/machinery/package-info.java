/**
 * What the API server does for every kind: discovery, namespaces, quotas, events, chunks, tables.
 * Upstream: {@code test/e2e/apimachinery}.
 */
@NullMarked
package io.jukung.conformance.machinery;

import org.jspecify.annotations.NullMarked;
