/**
 * The rules of {@code apiextensions.k8s.io}: what a CustomResourceDefinition may say, and what a
 * change to one may do. Pure and safe for all threads. Upstream's counterparts: {@code
 * k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition} and {@code
 * pkg/apis/apiextensions/validation} at v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.extensions;

import org.jspecify.annotations.NullMarked;
