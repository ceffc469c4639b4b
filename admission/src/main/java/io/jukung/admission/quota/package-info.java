/**
 * ResourceQuota: how much a namespace may have. Each write that uses more raises the quota's {@code
 * status.used} with a compare-and-swap before it goes on; writes of one namespace that come
 * together are checked together, so that a quota is written once for all of them.
 *
 * <p>Runs on request threads. A namespace without quotas costs one look into the read cache.
 * Lowering what is used again is the quota controller's. Upstream's counterparts: {@code
 * k8s.io/apiserver/pkg/admission/plugin/resourcequota}, {@code k8s.io/apiserver/pkg/quota/v1} and
 * {@code pkg/quota/v1/evaluator/core} at v1.36.
 */
@NullMarked
package io.jukung.admission.quota;

import org.jspecify.annotations.NullMarked;
