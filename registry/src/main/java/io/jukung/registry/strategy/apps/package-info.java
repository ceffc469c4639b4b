/**
 * The rules of Deployments, ReplicaSets, StatefulSets, DaemonSets and ControllerRevisions. Imports
 * {@code strategy}, {@code strategy.check} and {@code strategy.core}. Upstream's counterparts:
 * {@code pkg/apis/apps/validation} and {@code pkg/registry/apps} at v1.36.
 */
@NullMarked
package io.jukung.registry.strategy.apps;

import org.jspecify.annotations.NullMarked;
