/**
 * Keeps the ConfigMap {@code kube-root-ca.crt}, the certificates a pod may trust the API server by,
 * in every namespace.
 *
 * <p>Upstream's counterpart: {@code pkg/controller/certificates/rootcacertpublisher/publisher.go}
 * at v1.36.
 */
@NullMarked
package io.jukung.controllers.rootca;

import org.jspecify.annotations.NullMarked;
