/**
 * CBOR at the door: bodies become JSON before anything else sees them, and JSON answers leave as
 * CBOR when the client wants that. Only there with the feature gate {@code CBORServingAndStorage},
 * which is off by default as upstream. A list's items are turned over one by one.
 *
 * <p>Upstream: {@code apimachinery/pkg/runtime/serializer/cbor} at v1.36, whose answers have their
 * map keys in any order; ours come sorted, a list's own fields in the order of the JSON.
 */
@NullMarked
package io.jukung.server.cbor;

import org.jspecify.annotations.NullMarked;
