/**
 * A small Kubernetes API client on {@code java.net.http}: a kubeconfig's server and credentials,
 * and plain requests whose answers are bytes. It knows no kinds, so it can send what a typed client
 * could not.
 *
 * <p>Threads: each {@link io.jukung.bench.client.ApiClient} owns the selector thread of its {@code
 * HttpClient} and a virtual-thread executor, and stops both on close. Imports nothing of the
 * project. Upstream's counterpart: {@code k8s.io/client-go/rest} and {@code tools/clientcmd}.
 */
@NullMarked
package io.jukung.bench.client;

import org.jspecify.annotations.NullMarked;
