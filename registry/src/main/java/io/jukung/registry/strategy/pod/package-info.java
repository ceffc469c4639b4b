/**
 * The rules of pods and of templates for them: what is filled in, what is refused, what a running
 * pod may still change, what is worth a warning. Imports {@code defaults}, {@code strategy}, {@code
 * strategy.check} and {@code strategy.core}. Upstream's counterparts: {@code
 * pkg/registry/core/pod}, {@code pkg/api/pod} and {@code ValidatePodSpec} in {@code
 * pkg/apis/core/validation/validation.go} at v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.pod;

import org.jspecify.annotations.NullMarked;
