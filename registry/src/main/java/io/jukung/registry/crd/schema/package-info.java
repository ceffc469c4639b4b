/**
 * Structural schemas of custom resources, compiled, and what they do to objects: pruning,
 * defaulting, validation. Everything is immutable, pure and safe for all threads; recursion is
 * bounded by the depth of objects, which decoding limits. Upstream's counterparts: {@code
 * k8s.io/apiextensions-apiserver/pkg/apiserver/schema} and {@code validation} at v1.36.
 */
@NullMarked
package io.jukung.registry.crd.schema;

import org.jspecify.annotations.NullMarked;
