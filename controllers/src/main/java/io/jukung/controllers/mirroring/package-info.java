/**
 * Copies Endpoints that somebody writes by hand, for Services without a selector, into
 * EndpointSlices.
 *
 * <p>Upstream's counterpart: {@code pkg/controller/endpointslicemirroring} at v1.36.
 */
@NullMarked
package io.jukung.controllers.mirroring;

import org.jspecify.annotations.NullMarked;
