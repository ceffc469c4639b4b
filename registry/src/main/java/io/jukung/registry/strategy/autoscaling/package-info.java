/**
 * The rules of HorizontalPodAutoscalers. Imports {@code strategy}, {@code strategy.check} and
 * {@code strategy.core}. Upstream's counterparts: {@code pkg/apis/autoscaling/validation} and
 * {@code pkg/registry/autoscaling} at v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.autoscaling;

import org.jspecify.annotations.NullMarked;
