/**
 * The rules of Jobs and CronJobs. Imports {@code strategy}, {@code strategy.check} and {@code
 * strategy.core}. Upstream's counterparts: {@code pkg/apis/batch/validation} and {@code
 * pkg/registry/batch} at v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.batch;

import org.jspecify.annotations.NullMarked;
