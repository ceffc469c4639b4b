/**
 * What the controllers that make pods share: making, deleting, adopting and ranking them, waiting
 * for the informer to catch up with what was done, and the hash of a pod template.
 *
 * <p>Upstream's counterparts: {@code pkg/controller/controller_utils.go} and {@code
 * controller_ref_manager.go} at v1.36.
 */
@NullMarked
package io.jukung.controllers.pod;

import org.jspecify.annotations.NullMarked;
