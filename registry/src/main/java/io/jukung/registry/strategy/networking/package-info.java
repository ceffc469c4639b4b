/**
 * The rules of Ingresses, IngressClasses and NetworkPolicies. Imports {@code strategy}, {@code
 * strategy.check} and {@code strategy.core}. Upstream's counterparts: {@code
 * pkg/apis/networking/validation} and {@code pkg/registry/networking} at v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.networking;

import org.jspecify.annotations.NullMarked;
