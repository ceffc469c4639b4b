/**
 * The rules of RBAC's objects. Whether somebody may grant what they hold is not decided here.
 * Imports {@code strategy} and {@code strategy.check}. Upstream's counterparts: {@code
 * pkg/apis/rbac/validation} and {@code pkg/registry/rbac} at v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.rbac;

import org.jspecify.annotations.NullMarked;
