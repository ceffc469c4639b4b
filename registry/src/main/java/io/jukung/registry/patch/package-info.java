/**
 * Patches: JSON patch (RFC 6902), merge patch (RFC 7386) and Kubernetes' strategic merge patch, on
 * trees, with upstream's deviations from the RFCs, its limits and its errors. {@link
 * io.jukung.registry.patch.Patches} is the door. A parsed patch is immutable and may be applied
 * again and again, by any thread; a failed one has thrown, and the tree it worked on is void.
 *
 * <p>Imports {@code catalog}, {@code codec} and {@code status}. Upstream's counterparts: {@code
 * apiserver/pkg/endpoints/handlers/patch.go}, {@code apimachinery/pkg/util/strategicpatch} at v1.36
 * and {@code evanphx/json-patch} v4. No Java library of JSON patches keeps that one's deviations
 * (replace makes missing members, negative indexes, values left out), on which clients rely, so the
 * operations are our own.
 */
@NullMarked
package io.jukung.registry.patch;

import org.jspecify.annotations.NullMarked;
