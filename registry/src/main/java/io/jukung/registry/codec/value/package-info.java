/**
 * The values inside objects as Go reads and prints them: quantities, times, durations, base64,
 * floating-point numbers, strings. Pure functions; imports nothing of the project. Upstream's
 * counterparts: {@code apimachinery/pkg/api/resource}, {@code apimachinery/pkg/apis/meta/v1} and
 * Go's {@code time}, {@code strconv} and {@code encoding} packages.
 */
@NullMarked
package io.jukung.registry.codec.value;

import org.jspecify.annotations.NullMarked;
