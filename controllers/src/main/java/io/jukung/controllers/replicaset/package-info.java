/**
 * Keeps as many pods as a ReplicaSet or a ReplicationController wants.
 *
 * <p>One reconciler serves both kinds through {@link io.jukung.controllers.replicaset.ReplicaKind}.
 * Upstream's counterparts: {@code pkg/controller/replicaset} and {@code pkg/controller/replication}
 * at v1.36.
 */
@NullMarked
package io.jukung.controllers.replicaset;

import org.jspecify.annotations.NullMarked;
