/**
 * The load generator: puts the same bounded load on one or two API servers, named by kubeconfig,
 * and tells operations per second, latencies, and what the server's processes paid in CPU time and
 * memory. With two servers every workload runs on the first, then on the second, round by round, so
 * that the machine's moods hit both; each round yields a ratio.
 *
 * <p>Path: {@link io.jukung.bench.Main} reads {@link io.jukung.bench.BenchOptions}, {@link
 * io.jukung.bench.Bench} runs rounds of {@link io.jukung.bench.Workload} on each {@link
 * io.jukung.bench.ServerUnderTest}, {@link io.jukung.bench.TextReport} and {@link
 * io.jukung.bench.JsonReport} print the {@link io.jukung.bench.Sample}s.
 *
 * <p>Threads: the workload's clients are platform threads made and joined by one run. Invariants:
 * every run ends by count or by time, and removes the objects it made. Imports nothing of the
 * project, so it measures any API server the same way. Upstream's counterpart: {@code
 * kubernetes/perf-tests/clusterloader2}.
 */
@NullMarked
package io.jukung.bench;

import org.jspecify.annotations.NullMarked;
