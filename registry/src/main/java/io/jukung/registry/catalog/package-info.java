/**
 * Every built-in kind and resource: fields in JSON order with types, protobuf numbers, texts and
 * markers; resources with verbs, short names and subresources. A build step makes the data from the
 * published Kubernetes artifacts; {@link io.jukung.registry.catalog.Catalog#load} reads it.
 * Immutable after loading; safe for all threads.
 *
 * <p>Imports {@code io.jukung.registry.meta} only. Upstream's counterparts: the generated {@code
 * zz_generated.*} files, {@code generated.proto} and {@code api/openapi-spec}.
 */
@NullMarked
package io.jukung.registry.catalog;

import org.jspecify.annotations.NullMarked;
