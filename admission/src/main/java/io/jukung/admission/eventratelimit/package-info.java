/**
 * How many events may be written: by the server, a namespace, a user, or one source about one
 * object.
 *
 * <p>Owns no thread. Upstream's counterpart: {@code plugin/pkg/admission/eventratelimit} at v1.36.
 */
@NullMarked
package io.jukung.admission.eventratelimit;

import org.jspecify.annotations.NullMarked;
