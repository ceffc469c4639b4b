/**
 * The rules of EndpointSlices. Imports {@code strategy} and {@code strategy.check}. Upstream's
 * counterparts: {@code pkg/apis/discovery/validation} and {@code pkg/registry/discovery} at v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.discovery;

import org.jspecify.annotations.NullMarked;
