package io.jukung.registry.strategy.check;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.validation.NameRule;
import java.util.List;

/**
 * Names of signers of certificates, such as {@code example.com/signer} ({@code ValidateSignerName}
 * in {@code pkg/apis/core/validation/names.go} at v1.36).
 */
public final class SignerNames {
  private static final int MAX_DOMAIN_BYTES = 253;
  private static final int MAX_BYTES = 571;

  private SignerNames() {}

  /** Adds what is wrong with a name. */
  public static void check(Spot name, List<FieldError> errors) {
    if (name.text().isEmpty()) {
      Check.missing(name, "", errors);
      return;
    }
    String[] segments = name.text().split("/", -1);
    if (segments.length != 2) {
      Check.invalidText(
          name,
          "must be a fully qualified domain and path of the form 'example.com/signer-name'",
          errors);
      return;
    }
    String domain = segments[0];
    if (domain.length() > MAX_DOMAIN_BYTES) {
      errors.add(FieldError.tooLong(name.path(), MAX_DOMAIN_BYTES));
    }
    labels(name, domain, NameRule.DNS_LABEL, errors);
    if (domain.indexOf('.') < 0) {
      errors.add(
          FieldError.invalid(
              name.path(),
              domain,
              "should be a domain with at least two segments separated by dots"));
    }
    labels(name, segments[1], NameRule.DNS_SUBDOMAIN, errors);
    if (name.text().length() > MAX_BYTES) {
      errors.add(FieldError.tooLong(name.path(), MAX_BYTES));
    }
  }

  /** The first label that is none is told of. */
  private static void labels(Spot name, String segment, NameRule rule, List<FieldError> errors) {
    for (String label : segment.split("\\.", -1)) {
      List<String> problems = rule.errors(label, false);
      for (String problem : problems) {
        errors.add(
            FieldError.invalid(
                name.path(),
                segment,
                "validating label " + FieldError.quote(label) + ": " + problem));
      }
      if (!problems.isEmpty()) {
        return;
      }
    }
  }
}
