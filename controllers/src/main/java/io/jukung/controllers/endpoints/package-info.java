/**
 * Tells where a Service's pods are: in EndpointSlices and in the older Endpoints.
 *
 * <p>Upstream's counterparts: {@code k8s.io/endpointslice}, {@code pkg/controller/endpointslice}
 * and {@code pkg/controller/endpoint} at v1.36.
 */
@NullMarked
package io.jukung.controllers.endpoints;

import org.jspecify.annotations.NullMarked;
