/**
 * The rules of FlowSchemas and PriorityLevelConfigurations. Imports {@code strategy} and {@code
 * strategy.check}. Upstream's counterparts: {@code pkg/apis/flowcontrol/validation} and {@code
 * pkg/registry/flowcontrol} at v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.flowcontrol;

import org.jspecify.annotations.NullMarked;
