/**
 * Keeps ServiceCIDRs as long as Services have addresses of them, and tells that they are ready.
 *
 * <p>Upstream's counterpart: {@code pkg/controller/servicecidrs} at v1.36.
 */
@NullMarked
package io.jukung.controllers.servicecidr;

import org.jspecify.annotations.NullMarked;
