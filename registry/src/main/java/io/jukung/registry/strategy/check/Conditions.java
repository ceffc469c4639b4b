package io.jukung.registry.strategy.check;

import io.jukung.registry.status.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Conditions of the shared type ({@code ValidateConditions} in {@code
 * apimachinery/pkg/apis/meta/v1/validation} at v1.36).
 */
public final class Conditions {
  private static final Pattern REASON = Pattern.compile("[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?");
  private static final int MAX_REASON_BYTES = 1024;
  private static final int MAX_MESSAGE_BYTES = 32 << 10;

  private Conditions() {}

  /** Adds what is wrong with a list of conditions. */
  public static void check(Spot conditions, List<FieldError> errors) {
    Set<String> types = new HashSet<>();
    for (Spot condition : conditions.elements()) {
      Spot type = condition.at("type");
      if (!types.add(type.text())) {
        errors.add(FieldError.duplicate(type.path(), type.text()));
      }
      Check.qualifiedName(type, errors);
      Check.mustBeOneOf(condition.at("status"), List.of("False", "True", "Unknown"), errors);
      if (condition.at("observedGeneration").number() < 0) {
        Check.invalid(
            condition.at("observedGeneration"), "must be greater than or equal to zero", errors);
      }
      if (!condition.has("lastTransitionTime")) {
        Check.missing(condition.at("lastTransitionTime"), "", errors);
      }
      reason(condition.at("reason"), errors);
      if (condition.at("message").text().length() > MAX_MESSAGE_BYTES) {
        errors.add(FieldError.tooLong(condition.at("message").path(), MAX_MESSAGE_BYTES));
      }
    }
  }

  private static void reason(Spot reason, List<FieldError> errors) {
    if (reason.text().isEmpty()) {
      Check.missing(reason, "", errors);
      return;
    }
    if (!REASON.matcher(reason.text()).matches()) {
      Check.invalid(
          reason,
          "a condition reason must start with alphabetic character, optionally followed by a"
              + " string of alphanumeric characters or '_,:', and must end with an alphanumeric"
              + " character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or"
              + " 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '"
              + REASON
              + "')",
          errors);
    }
    if (reason.text().length() > MAX_REASON_BYTES) {
      errors.add(FieldError.tooLong(reason.path(), MAX_REASON_BYTES));
    }
  }
}
