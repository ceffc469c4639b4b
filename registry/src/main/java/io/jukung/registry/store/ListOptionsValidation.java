package io.jukung.registry.store;

import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules between the parameters of a list or a watch ({@code
 * apimachinery/pkg/apis/meta/internalversion/validation} at v1.36).
 */
final class ListOptionsValidation {
  private static final GroupVersionKind KIND =
      new GroupVersionKind("meta.k8s.io", "", "ListOptions");
  private static final String MATCH = "resourceVersionMatch";
  private static final String EXACT = "Exact";
  private static final String NOT_OLDER_THAN = "NotOlderThan";

  private ListOptionsValidation() {}

  /** Judges a list. */
  static void validate(ListOptions options) {
    String match = options.resourceVersionMatch();
    if (match.isEmpty()) {
      return;
    }
    List<FieldError> errors = new ArrayList<>();
    if (options.resourceVersion().isEmpty()) {
      errors.add(
          FieldError.forbidden(
              MATCH, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
    }
    if (!options.continueToken().isEmpty()) {
      errors.add(
          FieldError.forbidden(
              MATCH, "resourceVersionMatch is forbidden when continue is provided"));
    }
    if (!match.equals(EXACT) && !match.equals(NOT_OLDER_THAN)) {
      errors.add(unsupported(match, "\"Exact\", \"NotOlderThan\", \"\""));
    }
    if (match.equals(EXACT) && options.resourceVersion().equals("0")) {
      errors.add(
          FieldError.forbidden(
              MATCH, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
    }
    refuse(errors);
  }

  /** Judges a watch. */
  static void validate(WatchOptions options) {
    String match = options.resourceVersionMatch();
    List<FieldError> errors = new ArrayList<>();
    if (options.sendInitialEvents().isPresent() && !match.equals(NOT_OLDER_THAN)) {
      errors.add(
          FieldError.forbidden(
              MATCH, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
    }
    if (!match.isEmpty()) {
      if (options.sendInitialEvents().isEmpty()) {
        errors.add(
            FieldError.forbidden(
                MATCH,
                "resourceVersionMatch is forbidden for watch unless sendInitialEvents is"
                    + " provided"));
      }
      if (!match.equals(NOT_OLDER_THAN)) {
        errors.add(unsupported(match, "\"NotOlderThan\""));
      }
      if (!options.continueToken().isEmpty()) {
        errors.add(
            FieldError.forbidden(
                MATCH, "resourceVersionMatch is forbidden when continue is provided"));
      }
    }
    refuse(errors);
  }

  private static FieldError unsupported(String match, String supported) {
    return new FieldError(
        FieldError.Type.NOT_SUPPORTED,
        MATCH,
        FieldError.quote(match),
        "supported values: " + supported);
  }

  private static void refuse(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw StatusException.invalid(KIND, "", errors);
    }
  }
}
