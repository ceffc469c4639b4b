/**
 * The forms of objects that two versions share in the store: horizontal pod autoscalers of {@code
 * autoscaling/v1} lie there as {@code v2}, events of {@code events.k8s.io/v1} as those of the core
 * group. {@link io.jukung.registry.conversion.Conversions} is the door. Pure functions on trees,
 * safe for all threads; field order is the encoder's affair.
 *
 * <p>Imports {@code catalog}. Upstream's counterparts: {@code
 * pkg/apis/autoscaling/v1/conversion.go} and {@code pkg/apis/events/v1/conversion.go} at v1.36.
 */
@NullMarked
package io.jukung.registry.conversion;

import org.jspecify.annotations.NullMarked;
