package io.jukung.server.resource;

import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.status.StatusException;
import io.jukung.server.request.Query;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads query parameters as upstream's parameter codec does. Pure. */
final class Parameters {
  private Parameters() {}

  /** True for anything but {@code false} and {@code 0}, in any case; empty when not given. */
  static Optional<Boolean> bool(Query query, String name) {
    return query.first(name).map(v -> !v.equalsIgnoreCase("false") && !v.equals("0"));
  }

  /**
   * A whole number; empty when not given or given without a value.
   *
   * @throws StatusException 400 when it is none
   */
  static OptionalLong number(Query query, String name) {
    Optional<String> text = query.first(name).filter(v -> !v.isEmpty());
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    String digits = text.get();
    if (!digits.matches("[+-]?[0-9]+")) {
      throw StatusException.badRequest(
          "strconv.ParseInt: parsing " + quote(digits) + ": invalid syntax");
    }
    try {
      return OptionalLong.of(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      throw StatusException.badRequest(
          "strconv.ParseInt: parsing " + quote(digits) + ": value out of range");
    }
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Throws 422 about one of {@code meta.k8s.io}'s option kinds when something is wrong. */
  static void require(String kind, List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw StatusException.invalid(new GroupVersionKind("meta.k8s.io", "v1", kind), "", errors);
    }
  }

  /** What is wrong with {@code dryRun}; the only value there is is {@code All}. */
  static void checkDryRun(List<String> dryRun, List<FieldError> errors) {
    if (!dryRun.stream().allMatch("All"::equals)) {
      errors.add(
          new FieldError(
              FieldError.Type.NOT_SUPPORTED,
              "dryRun",
              dryRun.stream().map(Parameters::quote).toList().toString().replace(", ", ","),
              "supported values: \"All\""));
    }
  }
}
