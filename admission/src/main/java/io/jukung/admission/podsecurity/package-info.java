/**
 * PodSecurity: the Pod Security Standards, as the labels of a pod's namespace ask for them. Pods
 * that break the enforced level are refused; pods and what makes them are warned of and noted for
 * audit. A namespace that asks for nothing costs one look at its labels.
 *
 * <p>Runs on request threads; everything is immutable. Upstream's counterpart: {@code
 * k8s.io/pod-security-admission} at v1.36.
 */
@NullMarked
package io.jukung.admission.podsecurity;

import org.jspecify.annotations.NullMarked;
