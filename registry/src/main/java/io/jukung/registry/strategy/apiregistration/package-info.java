/**
 * The rules of APIServices. Imports {@code strategy} and {@code strategy.check}. Upstream's
 * counterpart: {@code kube-aggregator/pkg/apis/apiregistration/validation} at v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.apiregistration;

import org.jspecify.annotations.NullMarked;
