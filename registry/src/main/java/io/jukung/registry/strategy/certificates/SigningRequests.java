package io.jukung.registry.strategy.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.SignerNames;
import io.jukung.registry.strategy.check.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The checks of signing requests ({@code validateCertificateSigningRequest} in {@code
 * pkg/apis/certificates/validation/validation.go} at v1.36). What stood there before may stay.
 */
final class SigningRequests {
  private static final int MIN_EXPIRATION_SECONDS = 600;
  private static final String LEGACY_SIGNER = "kubernetes.io/legacy-unknown";
  private static final Set<String> USAGES =
      new TreeSet<>(
          List.of(
              "signing",
              "digital signature",
              "content commitment",
              "key encipherment",
              "key agreement",
              "data encipherment",
              "cert sign",
              "crl sign",
              "encipher only",
              "decipher only",
              "any",
              "server auth",
              "client auth",
              "code signing",
              "email protection",
              "s/mime",
              "ipsec end system",
              "ipsec tunnel",
              "ipsec user",
              "timestamping",
              "ocsp signing",
              "microsoft sgc",
              "netscape sgc"));

  private SigningRequests() {}

  static void check(Spot root, JsonNode old, List<FieldError> errors) {
    Spot spec = root.at("spec");
    PemContents.requestProblem(spec.at("request").text())
        .ifPresent(problem -> Check.invalid(spec.at("request"), problem, errors));
    usages(spec.at("usages"), old.path("spec").path("usages"), errors);
    Spot signer = spec.at("signerName");
    boolean legacy = signer.text().equals(LEGACY_SIGNER);
    if (legacy && !old.path("spec").path("signerName").asText().equals(LEGACY_SIGNER)) {
      Check.invalidText(
          signer, "the legacy signerName is not allowed via this API version", errors);
    } else {
      SignerNames.check(signer, errors);
    }
    Spot expiration = spec.at("expirationSeconds");
    if (expiration.has() && expiration.number() < MIN_EXPIRATION_SECONDS) {
      Check.invalidNumber(
          expiration, "may not specify a duration less than 600 seconds (10 minutes)", errors);
    }
    RequestConditions.check(root.at("status").at("conditions"), old, errors);
    String certificate = root.at("status").at("certificate").text();
    if (!certificate.equals(old.path("status").path("certificate").asText(""))) {
      PemContents.certificateProblem(certificate)
          .ifPresent(
              problem ->
                  errors.add(
                      FieldError.invalid("status.certificate", "<certificate data>", problem)));
    }
  }

  private static void usages(Spot usages, JsonNode old, List<FieldError> errors) {
    if (usages.size() == 0) {
      Check.missing(usages, "", errors);
    }
    boolean unknownBefore = false;
    Set<String> before = new HashSet<>();
    for (JsonNode usage : old) {
      unknownBefore |= !USAGES.contains(usage.asText());
      before.add(usage.asText());
    }
    for (Spot usage : usages.elements()) {
      if (!unknownBefore && !USAGES.contains(usage.text())) {
        errors.add(FieldError.notSupported(usage.path(), usage.text(), USAGES));
      }
    }
    Set<String> seen = new HashSet<>();
    for (Spot usage : usages.elements()) {
      if (!seen.add(usage.text()) && before.size() == old.size()) {
        errors.add(FieldError.duplicate(usage.path(), usage.text()));
      }
    }
  }

  /** The certificate is set once, by {@code /status}. */
  static void certificate(
      ObjectNode object, ObjectNode old, boolean settable, List<FieldError> errors) {
    String now = object.path("status").path("certificate").asText("");
    String before = old.path("status").path("certificate").asText("");
    if (now.equals(before)) {
      return;
    }
    if (!settable) {
      errors.add(
          FieldError.forbidden("status.certificate", "updates may not set certificate content"));
    } else if (!before.isEmpty()) {
      errors.add(
          FieldError.forbidden(
              "status.certificate", "updates may not modify existing certificate content"));
    }
  }
}
