/**
 * The environment that expressions of admission see: the object, the request, the namespace,
 * parameters and a policy's own variables. Used by the rules of the kinds that hold expressions,
 * and by admission, which evaluates them.
 *
 * <p>Upstream's counterpart: {@code k8s.io/apiserver/pkg/admission/plugin/cel} at v1.36.
 */
@NullMarked
package io.jukung.registry.cel.admission;

import org.jspecify.annotations.NullMarked;
