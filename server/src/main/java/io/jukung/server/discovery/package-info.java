/**
 * What the server serves, told to clients: groups, versions and resources, in the old form and in
 * the aggregated one. Documents are made once from the catalog; safe for all threads. Upstream's
 * counterparts: {@code k8s.io/apiserver/pkg/endpoints/discovery} and its {@code aggregated}.
 */
@NullMarked
package io.jukung.server.discovery;

import org.jspecify.annotations.NullMarked;
