/**
 * Keeps volumes, claims and their classes until nobody uses them any more, by finalizers.
 *
 * <p>Upstream's counterparts: {@code pkg/controller/volume/pvcprotection}, {@code pvprotection} and
 * {@code vacprotection} at v1.36.
 */
@NullMarked
package io.jukung.controllers.protection;

import org.jspecify.annotations.NullMarked;
