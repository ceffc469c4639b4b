/**
 * Rolls a Deployment's pod template out: one ReplicaSet per template, the newest scaled up while
 * the others are scaled down, history kept for going back.
 *
 * <p>Every class follows one file of upstream's {@code pkg/controller/deployment} at v1.36: {@link
 * io.jukung.controllers.deployment.DeploymentReconciler} {@code deployment_controller.go} and
 * {@code rollback.go}, {@code Revisions} and {@code Scaling} {@code sync.go} and {@code
 * util/deployment_util.go}, {@code Rollout} {@code rolling.go} and {@code recreate.go}, {@code
 * Progress} {@code progress.go}. Deployments handed around inside are the reconciler's own copies
 * and are changed in place.
 */
@NullMarked
package io.jukung.controllers.deployment;

import org.jspecify.annotations.NullMarked;
