/**
 * Expressions in CEL as Kubernetes has them: the standard language, its extensions and Kubernetes'
 * own libraries, with a bound on what an evaluation may cost. Knows nothing of who asks: custom
 * resources today, admission policies and authentication later.
 *
 * <p>Everything is immutable and safe for all threads; compiling takes milliseconds, so programs
 * are kept. Upstream's counterparts: {@code k8s.io/apiserver/pkg/cel/environment} and {@code
 * library} at v1.36.
 */
@NullMarked
package io.jukung.registry.cel;

import org.jspecify.annotations.NullMarked;
