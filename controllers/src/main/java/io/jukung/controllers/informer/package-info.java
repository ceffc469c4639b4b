/**
 * Shared informers: one list and one watch per resource for all controllers, started together once
 * every controller has said what it wants to see.
 *
 * <p>Threads: handlers run one after the other on virtual threads of the client's executor. Objects
 * in an informer are shared: never changed in place. Upstream's counterpart: {@code
 * client-go/informers} and {@code client-go/tools/cache}.
 */
@NullMarked
package io.jukung.controllers.informer;

import org.jspecify.annotations.NullMarked;
