/**
 * Admission policies: as objects, and at work on deployments. Upstream: {@code
 * test/e2e/apimachinery/validatingadmissionpolicy.go} and {@code mutatingadmissionpolicy.go}.
 */
@NullMarked
package io.jukung.conformance.policies;

import org.jspecify.annotations.NullMarked;
