/**
 * Subresources whose bodies are not the object's own kind, or that change one part of it: pure
 * functions on trees, for use inside an {@link io.jukung.registry.store.ObjectUpdate}. They may
 * change the trees they are given, and take the time as an argument. Safe for all threads.
 *
 * <p>Imports {@code catalog}, {@code selector} and {@code status}. Upstream's counterparts: the
 * {@code ScaleREST}, {@code BindingREST}, {@code FinalizeREST} and {@code EvictionREST} of {@code
 * pkg/registry} at v1.36.
 */
@NullMarked
package io.jukung.registry.subresource;

import org.jspecify.annotations.NullMarked;
