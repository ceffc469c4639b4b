/**
 * Servers that files in kubeconfig's form name, and reviews that are posted to them. A post blocks
 * the thread that makes it. Upstream's counterparts: {@code k8s.io/client-go/tools/clientcmd} and
 * {@code k8s.io/apiserver/pkg/util/webhook} at v1.36.
 */
@NullMarked
package io.jukung.server.kubeconfig;

import org.jspecify.annotations.NullMarked;
