/**
 * The endpoints of resources: from the decoded request line to the registry and back to bytes. One
 * class per family of verbs, as upstream has one file: {@link
 * io.jukung.server.resource.ResourceEndpoints} picks.
 *
 * <p>Runs on the request's own thread; a watch keeps its thread until it ends. Immutable and safe
 * for all threads but for {@code WatchSessions}, which is guarded by its lock. Upstream's
 * counterpart: {@code k8s.io/apiserver/pkg/endpoints/handlers} at v1.36.
 */
@NullMarked
package io.jukung.server.resource;

import org.jspecify.annotations.NullMarked;
