/**
 * Empties namespaces that are being deleted and then lets them go: every resource that discovery
 * lists is deleted in the namespace, and when nothing is left the finalizer {@code kubernetes} is
 * removed.
 *
 * <p>Upstream's counterpart: {@code
 * pkg/controller/namespace/deletion/namespaced_resources_deleter.go} at v1.36.
 */
@NullMarked
package io.jukung.controllers.namespace;

import org.jspecify.annotations.NullMarked;
