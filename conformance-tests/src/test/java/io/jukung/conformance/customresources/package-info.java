/**
 * Custom resource definitions and their objects. Upstream: {@code
 * test/e2e/apimachinery/custom_resource_definition.go}, {@code crd_watch.go}, {@code
 * crd_publish_openapi.go} and {@code field_validation.go}.
 */
@NullMarked
package io.jukung.conformance.customresources;

import org.jspecify.annotations.NullMarked;
