/**
 * The CEL rules of custom resources ({@code x-kubernetes-validations}): how schemas become types,
 * objects become values, and what rules that do not hold are told as. Compiled when first needed.
 * Safe for all threads. Upstream's counterpart: {@code
 * k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel} at v1.36.
 */
@NullMarked
package io.jukung.registry.crd.rules;

import org.jspecify.annotations.NullMarked;
