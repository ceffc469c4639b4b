/**
 * The paths of the API as JAX-RS resources: each finds the {@link io.jukung.server.http.ApiCall} of
 * its request and hands it to the room that answers. Singletons, safe for all threads.
 */
@NullMarked
package io.jukung.server.jaxrs;

import org.jspecify.annotations.NullMarked;
