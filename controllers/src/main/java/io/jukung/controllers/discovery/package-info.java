/**
 * Which resources the API server has now, custom ones among them, read from its aggregated
 * discovery.
 *
 * <p>Upstream's counterpart: {@code client-go/discovery} and {@code client-go/restmapper}.
 */
@NullMarked
package io.jukung.controllers.discovery;

import org.jspecify.annotations.NullMarked;
