/**
 * Lets one of several controller managers work at a time: the Lease {@code
 * kube-system/kube-controller-manager}, which upstream's manager holds too, so that ours and theirs
 * exclude each other.
 *
 * <p>Threads: the fabric8 client's elector runs on the client's executor. Upstream's counterpart:
 * {@code client-go/tools/leaderelection}.
 */
@NullMarked
package io.jukung.controllers.election;

import org.jspecify.annotations.NullMarked;
