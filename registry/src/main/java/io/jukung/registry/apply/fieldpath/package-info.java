/**
 * Sets of fields: which parts of an object a manager owns, in memory and as the bytes of {@code
 * fieldsV1}. Everything here is immutable and safe for all threads; costs are linear in the sets.
 *
 * <p>Imports {@code codec} for printing. Upstream's counterpart: {@code fieldpath} of {@code
 * sigs.k8s.io/structured-merge-diff} v6. Unlike there, a set is one sorted array of nodes, each
 * with its membership and what is below it: the form it is printed in.
 */
@NullMarked
package io.jukung.registry.apply.fieldpath;

import org.jspecify.annotations.NullMarked;
