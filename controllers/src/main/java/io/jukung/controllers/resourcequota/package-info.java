/**
 * Tells in each ResourceQuota's status what its namespace uses: counted anew when the quota is new
 * or changed, when something it counts is gone or has become less, and every five minutes. What is
 * used more is raised by admission, before the write.
 *
 * <p>Objects of which only the number counts are watched by their metadata, and only if a quota
 * names them. Upstream's counterpart: {@code pkg/controller/resourcequota} at v1.36.
 */
@NullMarked
package io.jukung.controllers.resourcequota;

import org.jspecify.annotations.NullMarked;
