/**
 * The rules of what admission is told by objects: webhooks and policies. Whether expressions can be
 * compiled is not decided here. Imports {@code strategy} and {@code strategy.check}. Upstream's
 * counterpart: {@code pkg/apis/admissionregistration/validation} at v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.admissionregistration;

import org.jspecify.annotations.NullMarked;
