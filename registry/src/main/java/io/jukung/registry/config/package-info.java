/**
 * Configuration files in Kubernetes' form: YAML or JSON with {@code apiVersion} and {@code kind},
 * read strictly, so that a misspelt field is an error and not a hole. Pure functions. Upstream's
 * counterpart: {@code k8s.io/apimachinery/pkg/runtime/serializer} with {@code EnableStrict}.
 */
@NullMarked
package io.jukung.registry.config;

import org.jspecify.annotations.NullMarked;
