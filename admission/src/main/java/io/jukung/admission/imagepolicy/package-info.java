/**
 * Asks a server whether the images of a pod may run.
 *
 * <p>Owns no thread; a call blocks the request's. Upstream's counterpart: {@code
 * plugin/pkg/admission/imagepolicy} at v1.36.
 */
@NullMarked
package io.jukung.admission.imagepolicy;

import org.jspecify.annotations.NullMarked;
