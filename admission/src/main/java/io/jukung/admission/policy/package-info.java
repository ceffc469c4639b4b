/**
 * Policies: rules in CEL that refuse or change writes, with the bindings that say where they hold.
 *
 * <p>Policies are compiled when the read cache has a new generation of one, on the thread of the
 * first request after that. A write to a cluster without policies costs two comparisons of numbers.
 * Upstream's counterparts: {@code k8s.io/apiserver/pkg/admission/plugin/policy} and {@code
 * plugin/cel} at v1.36.
 */
@NullMarked
package io.jukung.admission.policy;

import org.jspecify.annotations.NullMarked;
