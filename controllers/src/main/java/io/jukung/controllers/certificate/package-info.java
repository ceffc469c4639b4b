/**
 * Requests for certificates: kubelets' are approved, approved ones of the built-in signers are
 * issued by the cluster's authority, and old ones are removed.
 *
 * <p>Upstream's counterparts: {@code pkg/controller/certificates} ({@code approver}, {@code
 * signer}, {@code authority}, {@code cleaner}) and {@code pkg/apis/certificates/helpers.go} at
 * v1.36.
 */
@NullMarked
package io.jukung.controllers.certificate;

import org.jspecify.annotations.NullMarked;
