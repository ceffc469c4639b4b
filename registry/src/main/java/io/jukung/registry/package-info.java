/**
 * What a resource is. Rooms: {@code meta} (names of kinds and resources), {@code status} (errors as
 * clients see them), {@code request} (who asks), {@code catalog} (every built-in kind, made from
 * published artifacts at build time), {@code codec} (JSON, YAML, protobuf), {@code patch}, {@code
 * selector}, {@code validation}, {@code strategy} (what is special about a kind), {@code store}
 * (the generic resource store and its read cache), {@code table}, {@code openapi} and {@code
 * bootstrap}.
 *
 * <p>Imports {@code io.jukung.storage} and nothing else of the project. Upstream's counterparts:
 * {@code k8s.io/apimachinery}, {@code k8s.io/apiserver/pkg/registry} and {@code pkg/registry}.
 */
@NullMarked
package io.jukung.registry;

import org.jspecify.annotations.NullMarked;
