/**
 * Removes objects whose owners are gone: the graph of all objects and the owners they name, what to
 * delete when an owner goes, and what an owner that wants to go first (background), last
 * (foreground) or alone (orphan) has to wait for.
 *
 * <p>Threads: informers change the graph under its one lock; workers take nodes from two queues,
 * look at the live objects and never hold the lock while they talk to the API server. One more
 * thread looks for new resources. Upstream's counterpart: {@code pkg/controller/garbagecollector}
 * at v1.36.
 */
@NullMarked
package io.jukung.controllers.garbage;

import org.jspecify.annotations.NullMarked;
