/**
 * The forms objects take on the wire and in the store: JSON, YAML and protobuf in, canonical JSON,
 * YAML and protobuf out. A tree is a Jackson {@code ObjectNode} as {@link
 * io.jukung.registry.codec.ObjectDecoder} leaves it: values normalised, no nulls, no unknown
 * fields, nothing that upstream leaves out; integers that fit 32 bits are {@code IntNode}s, all
 * others {@code LongNode}s. Canonical bytes are what {@link io.jukung.registry.codec.CanonicalJson}
 * writes.
 *
 * <p>No threads of its own; everything here is immutable or bound to one call, so all public types
 * are safe for all threads. Imports {@code catalog}, {@code meta}, {@code status} and {@code
 * io.jukung.storage.Bytes}. Upstream's counterparts: {@code apimachinery/pkg/runtime/serializer},
 * {@code sigs.k8s.io/json} and {@code sigs.k8s.io/yaml}.
 */
@NullMarked
package io.jukung.registry.codec;

import org.jspecify.annotations.NullMarked;
