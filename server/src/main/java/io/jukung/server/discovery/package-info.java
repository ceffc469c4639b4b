/**
 * What the server serves, told to clients: groups, versions and resources, in the old form and in
 * the aggregated one. Documents of built-in groups are made once from the catalog, the others after
 * each change of the custom resources; safe for all threads. Upstream's counterparts: {@code
 * k8s.io/apiserver/pkg/endpoints/discovery} and its {@code aggregated}.
 */
@NullMarked
package io.jukung.server.discovery;

import org.jspecify.annotations.NullMarked;
