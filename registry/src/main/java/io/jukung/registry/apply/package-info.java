/**
 * Who owns which fields of an object: {@code metadata.managedFields} on every write, and
 * server-side apply. {@link io.jukung.registry.apply.FieldManager} is the door: it takes trees on
 * the caller's thread, changes only those it is told to, and keeps no state; safe for all threads.
 *
 * <p>A write that changes nothing costs one walk over both trees; a write that changes something
 * reads the sets of all managers and prints those that changed. {@code fieldsV1} of others stay
 * bytes.
 *
 * <p>Imports {@code catalog}, {@code codec}, {@code conversion}, {@code defaults} and {@code
 * status}. Upstream's counterparts: {@code apimachinery/pkg/util/managedfields} and {@code merge}
 * of {@code sigs.k8s.io/structured-merge-diff} v6.
 */
@NullMarked
package io.jukung.registry.apply;

import org.jspecify.annotations.NullMarked;
