/**
 * API priority and fairness: FlowSchemas say which level a request belongs to, each level has
 * seats, and requests over them wait in queues that are dealt to flows by shuffle sharding and
 * served fairly.
 *
 * <p>The configuration in force is one immutable snapshot. A level's state is guarded by its own
 * lock, held for some dozens of nanoseconds when a request comes and goes and never while it runs.
 * A request that waits parks its own thread.
 *
 * <p>Threads: {@link io.jukung.server.flowcontrol.PriorityAndFairness} owns one that follows the
 * configuration and lends seats between levels every ten seconds, and one that gives back the seats
 * of writes whose watchers are still being told. Upstream's counterparts: {@code
 * k8s.io/apiserver/pkg/util/flowcontrol} and {@code pkg/server/filters/priority-and-fairness.go} at
 * v1.36.
 */
@NullMarked
package io.jukung.server.flowcontrol;

import org.jspecify.annotations.NullMarked;
