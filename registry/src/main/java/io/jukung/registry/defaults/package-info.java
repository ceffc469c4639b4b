/**
 * What upstream fills in when it decodes an object: the defaults of every built-in kind, and the
 * fields that its conversions to and from the internal version keep equal. {@link
 * io.jukung.registry.defaults.Defaults} walks a tree along the catalog's types; what is to be
 * filled in stands in small rules keyed by type name, so a rule for {@code PodSpec} holds in pods,
 * templates and cron jobs alike. Applying it again changes nothing.
 *
 * <p>Pure but for the clock it is given; safe for all threads. Imports {@code catalog}, {@code
 * codec.value} and {@code conversion}. Upstream's counterparts: {@code pkg/apis/.../defaults.go},
 * {@code zz_generated.defaults.go} and parts of {@code conversion.go} at v1.36.
 */
@NullMarked
package io.jukung.registry.defaults;

import org.jspecify.annotations.NullMarked;
