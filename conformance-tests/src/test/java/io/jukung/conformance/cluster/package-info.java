/**
 * Starts, kills and restarts a Jukung of the test's own through its launcher, in a temporary folder
 * and on a free port; or hands out another API server when {@code JUKUNG_TEST_KUBECONFIG} names its
 * kubeconfig.
 *
 * <p>Threads: none of its own. Processes: one server for each {@link
 * io.jukung.conformance.cluster.TestCluster}, killed when it is closed.
 */
@NullMarked
package io.jukung.conformance.cluster;

import org.jspecify.annotations.NullMarked;
