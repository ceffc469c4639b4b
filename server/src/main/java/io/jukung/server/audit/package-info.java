/**
 * Audit: which requests are written down, how much of them, and where. {@link
 * io.jukung.server.audit.Auditor} judges each request by the policy and makes events in upstream's
 * JSON; backends keep them. Without a policy no request pays more than one comparison.
 *
 * <p>An event never has a credential of its request in it: no header but {@code User-Agent} is
 * written, and bodies only where the policy asks for them.
 *
 * <p>Threads: events are made on the request's thread. A batching backend owns one virtual thread
 * and a bounded queue; what does not fit in it is dropped and counted. A webhook's batches are sent
 * on virtual threads, at most as many as its throttle allows. Upstream's counterparts: {@code
 * k8s.io/apiserver/pkg/audit}, {@code plugin/pkg/audit} and {@code pkg/endpoints/filters/audit.go}
 * at v1.36.
 */
@NullMarked
package io.jukung.server.audit;

import org.jspecify.annotations.NullMarked;
