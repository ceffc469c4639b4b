/**
 * Admission: what may be written, beyond what a kind's own rules say. {@link
 * io.jukung.admission.AdmissionChain} runs the plugins in upstream's order: {@code admit} before
 * the registry's strategy, {@code validate} on the final object inside the store's retry loop. A
 * delete runs both, inside the loop.
 *
 * <p>Imports {@code io.jukung.registry} and nothing else of the project. Runs on request threads.
 * Upstream's counterpart: {@code k8s.io/apiserver/pkg/admission} and {@code plugin/pkg/admission}
 * at v1.36.
 */
@NullMarked
package io.jukung.admission;

import org.jspecify.annotations.NullMarked;
