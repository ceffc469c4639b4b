/**
 * The rules of claims for devices, of classes of devices and of the devices there are. Whether
 * selectors can be compiled is not decided here. Imports {@code strategy} and {@code
 * strategy.check}. Upstream's counterpart: {@code pkg/apis/resource/validation} at v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.resource;

import org.jspecify.annotations.NullMarked;
