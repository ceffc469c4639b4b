/**
 * Far more lists at once than a server can serve, while health checks and leases of leader election
 * go on: whether the server stays up within its memory, whom it turns away, and how soon it is back
 * to normal.
 *
 * <p>Threads: the clients of the load run in a process of their own, each on a virtual thread; the
 * process that measures has one thread for each thing it looks at. Imports {@link
 * io.jukung.bench.client} only.
 */
@NullMarked
package io.jukung.bench.overload;

import org.jspecify.annotations.NullMarked;
