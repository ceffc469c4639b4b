/**
 * Errors as clients see them: {@link io.jukung.registry.status.StatusException} carries a
 * Kubernetes {@code Status}, and its factories hold upstream's codes, reasons and texts ({@code
 * apimachinery/pkg/api/errors/errors.go}, {@code pkg/util/validation/field/errors.go} at v1.36).
 * The server writes it out in one place.
 */
@NullMarked
package io.jukung.registry.status;

import org.jspecify.annotations.NullMarked;
