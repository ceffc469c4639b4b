/**
 * HTTP: Jetty's connectors with TLS, HTTP/1.1 and HTTP/2, the Jersey application with its singleton
 * resources, and {@link io.jukung.server.http.ApiCall}, one request on its way through the server.
 *
 * <p>Threads: Jetty's selector threads read and hand over; each request runs on its own virtual
 * thread from first to last, which also writes the answer.
 */
@NullMarked
package io.jukung.server.http;

import org.jspecify.annotations.NullMarked;
