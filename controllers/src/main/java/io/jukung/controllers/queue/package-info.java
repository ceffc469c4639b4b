/**
 * The work queue every controller stands on, as {@code client-go/util/workqueue} has it: a key is
 * in it at most once, is never worked on twice at the same time, and comes back later and later
 * while its work fails.
 *
 * <p>Threads: each {@link io.jukung.controllers.queue.ReconcileLoop} owns its workers. Imports
 * nothing of the project.
 */
@NullMarked
package io.jukung.controllers.queue;

import org.jspecify.annotations.NullMarked;
