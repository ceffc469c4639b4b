/**
 * Requests through the {@code proxy} subresource to servers of the test's own, which stand at an
 * address of this machine that is no loopback address: those are refused. Upstream: {@code
 * test/e2e/network/proxy.go}.
 *
 * <p>Threads: those of the servers, ended with each test.
 */
@NullMarked
package io.jukung.conformance.proxies;

import org.jspecify.annotations.NullMarked;
