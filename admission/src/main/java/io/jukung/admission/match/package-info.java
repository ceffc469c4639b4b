/**
 * Which writes a webhook or a policy is about: resource rules, also for other versions of the same
 * resource, and selectors of namespaces and objects.
 *
 * <p>Runs on request threads; everything is immutable. Upstream's counterparts: {@code
 * k8s.io/apiserver/pkg/admission/plugin/policy/matching} and {@code plugin/webhook/predicates} at
 * v1.36.
 */
@NullMarked
package io.jukung.admission.match;

import org.jspecify.annotations.NullMarked;
