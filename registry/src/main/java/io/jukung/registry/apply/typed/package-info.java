/**
 * Objects as server-side apply sees them: shapes say which values are one piece and which are owned
 * in parts; walkers compare objects, name their fields, merge and remove. All pure functions on
 * trees, linear in them; safe for all threads as long as nobody changes the trees.
 *
 * <p>Shapes come from the catalog, from a custom resource's structural schema, or are deduced.
 * Imports {@code apply.fieldpath}, {@code catalog} and {@code codec}. Upstream's counterparts:
 * {@code typed} and {@code schema} of {@code sigs.k8s.io/structured-merge-diff} v6 and {@code
 * k8s.io/kube-openapi/pkg/schemaconv}.
 */
@NullMarked
package io.jukung.registry.apply.typed;

import org.jspecify.annotations.NullMarked;
