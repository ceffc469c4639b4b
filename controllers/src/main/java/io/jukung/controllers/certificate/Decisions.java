package io.jukung.controllers.certificate;

import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestCondition;
import java.util.List;

/** What became of a request so far ({@code certificate_controller_utils.go}). */
final class Decisions {
  static final String APPROVED = "Approved";
  static final String DENIED = "Denied";
  static final String FAILED = "Failed";
  static final String TRUE = "True";

  private Decisions() {}

  /** The request's conditions; empty when there is no status. */
  static List<CertificateSigningRequestCondition> conditions(CertificateSigningRequest request) {
    return request.getStatus() == null ? List.of() : request.getStatus().getConditions();
  }

  /** Whether a certificate was issued. */
  static boolean issued(CertificateSigningRequest request) {
    return !certificate(request).isEmpty();
  }

  /** The certificate in PEM, in base 64; empty when none was issued. */
  static String certificate(CertificateSigningRequest request) {
    return request.getStatus() == null || request.getStatus().getCertificate() == null
        ? ""
        : request.getStatus().getCertificate();
  }

  /** Whether somebody approved or denied it. */
  static boolean decided(CertificateSigningRequest request) {
    return has(request, APPROVED) || has(request, DENIED);
  }

  /** Whether it waits for its certificate: approved, not denied, not failed, not issued. */
  static boolean waits(CertificateSigningRequest request) {
    return has(request, APPROVED) && !has(request, DENIED) && !failed(request) && !issued(request);
  }

  private static boolean has(CertificateSigningRequest request, String type) {
    return conditions(request).stream().anyMatch(condition -> type.equals(condition.getType()));
  }

  private static boolean failed(CertificateSigningRequest request) {
    return conditions(request).stream()
        .filter(condition -> FAILED.equals(condition.getType()))
        .map(condition -> String.valueOf(condition.getStatus()))
        // Objects from before there was a status have none.
        .anyMatch(status -> status.equals(TRUE) || status.isEmpty() || status.equals("null"));
  }
}
