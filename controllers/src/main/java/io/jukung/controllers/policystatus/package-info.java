/**
 * Tells in the status of validating admission policies which of their expressions can't be right.
 *
 * <p>Upstream's counterpart: {@code pkg/controller/validatingadmissionpolicystatus} at v1.36. Types
 * and expressions are the API server's business, so whoever starts the controllers brings the
 * {@link io.jukung.controllers.policystatus.PolicyTypeChecker}.
 */
@NullMarked
package io.jukung.controllers.policystatus;

import org.jspecify.annotations.NullMarked;
