package io.jukung.server.authentication.jwt;

import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.registry.status.FieldError;
import io.jukung.server.authentication.jwt.AuthenticationConfiguration.Issuer;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is wrong with an issuer, in upstream's words and order. */
final class IssuerChecks {
  private static final String MATCH_ANY = "MatchAny";

  private IssuerChecks() {}

  /**
   * All that is wrong.
   *
   * @param path of the issuer
   * @param disallowed issuers of other tokens, of service accounts
   */
  static List<FieldError> of(Issuer issuer, String path, Collection<String> disallowed) {
    List<FieldError> errors = new ArrayList<>();
    if (issuer.url().isEmpty()) {
      errors.add(FieldError.required(path + ".url", ""));
    } else {
      url(issuer.url(), path + ".url", disallowed, errors);
    }
    if (!issuer.discoveryUrl().isEmpty()) {
      String field = path + ".discoveryURL";
      if (!issuer.url().isEmpty() && bare(issuer.url()).equals(bare(issuer.discoveryUrl()))) {
        errors.add(
            FieldError.invalid(
                field, issuer.discoveryUrl(), "discoveryURL must be different from URL"));
      }
      url(issuer.discoveryUrl(), field, List.of(), errors);
    }
    audiences(issuer, path, errors);
    authorities(issuer.certificateAuthority(), path + ".certificateAuthority", errors);
    egress(issuer.egressSelectorType(), path + ".egressSelectorType", errors);
    return errors;
  }

  private static String bare(String url) {
    int end = url.length();
    while (end > 0 && url.charAt(end - 1) == '/') {
      end--;
    }
    return url.substring(0, end);
  }

  private static void url(
      String url, String field, Collection<String> disallowed, List<FieldError> errors) {
    if (disallowed.contains(url)) {
      errors.add(
          FieldError.invalid(
              field,
              url,
              "URL must not overlap with disallowed issuers: ["
                  + String.join(" ", new TreeSet<>(disallowed))
                  + "]"));
    }
    GoUrl.Parsed parsed = GoUrl.parse(url);
    if (parsed.url().isEmpty()) {
      errors.add(FieldError.invalid(field, url, parsed.problem()));
      return;
    }
    GoUrl parts = parsed.url().get();
    if (!parts.scheme().equals("https")) {
      errors.add(FieldError.invalid(field, url, "URL scheme must be https"));
    }
    if (parts.user()) {
      errors.add(FieldError.invalid(field, url, "URL must not contain a username or password"));
    }
    if (!parts.query().isEmpty()) {
      errors.add(FieldError.invalid(field, url, "URL must not contain a query"));
    }
    if (!parts.fragment().isEmpty()) {
      errors.add(FieldError.invalid(field, url, "URL must not contain a fragment"));
    }
  }

  private static void audiences(Issuer issuer, String path, List<FieldError> errors) {
    String field = path + ".audiences";
    List<String> audiences = issuer.audiences();
    if (audiences.isEmpty()) {
      errors.add(FieldError.required(field, "at least one " + field + " is required"));
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < audiences.size(); i++) {
      String at = field + "[" + i + "]";
      if (audiences.get(i).isEmpty()) {
        errors.add(FieldError.required(at, ""));
      }
      if (!seen.add(audiences.get(i))) {
        errors.add(FieldError.duplicate(at, audiences.get(i)));
      }
    }
    String policy = issuer.audienceMatchPolicy();
    if (audiences.size() > 1 && !policy.equals(MATCH_ANY)) {
      errors.add(
          FieldError.invalid(
              path + ".audienceMatchPolicy",
              policy,
              "audienceMatchPolicy must be MatchAny for multiple audiences"));
    }
    if (audiences.size() == 1 && !policy.isEmpty() && !policy.equals(MATCH_ANY)) {
      errors.add(
          FieldError.invalid(
              path + ".audienceMatchPolicy",
              policy,
              "audienceMatchPolicy must be empty or MatchAny for single audience"));
    }
  }

  private static void authorities(String pem, String field, List<FieldError> errors) {
    if (pem.isEmpty()) {
      return;
    }
    try {
      if (PemFiles.parseCertificates(pem).isEmpty()) {
        throw new IOException("no certificate");
      }
    } catch (IOException | java.security.GeneralSecurityException e) {
      errors.add(
          FieldError.invalid(
              field,
              TextNode.valueOf("<omitted>"),
              "data does not contain any valid RSA or ECDSA certificates"));
    }
  }

  private static void egress(String type, String field, List<FieldError> errors) {
    if (!type.isEmpty() && !type.equals("controlplane") && !type.equals("cluster")) {
      errors.add(
          FieldError.invalid(
              field, type, "egress selector must be either controlplane or cluster"));
    }
  }
}
