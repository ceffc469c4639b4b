/**
 * The rules of requests for certificates. Imports {@code strategy} and {@code strategy.check}.
 * Upstream's counterparts: {@code pkg/apis/certificates/validation} and {@code
 * pkg/registry/certificates} at v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.certificates;

import org.jspecify.annotations.NullMarked;
