/**
 * Removes Jobs some time after they have finished.
 *
 * <p>Upstream's counterpart: {@code pkg/controller/ttlafterfinished} at v1.36.
 */
@NullMarked
package io.jukung.controllers.ttl;

import org.jspecify.annotations.NullMarked;
