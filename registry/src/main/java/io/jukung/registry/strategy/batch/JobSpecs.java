package io.jukung.registry.strategy.batch;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.PodSpecs;
import java.util.List;

/** The checks of jobs' specs and of templates for them. */
final class JobSpecs {
  private static final int MAX_INDEXED_PARALLELISM = 100_000;
  private static final List<String> COUNTS =
      List.of(
          "parallelism",
          "completions",
          "activeDeadlineSeconds",
          "backoffLimit",
          "ttlSecondsAfterFinished",
          "backoffLimitPerIndex",
          "maxFailedIndexes");

  private JobSpecs() {}

  /** All but the selector. */
  static void check(Spot spec, List<FieldError> errors) {
    COUNTS.forEach(count -> Check.nonNegative(spec.at(count), errors));
    if (spec.at("maxFailedIndexes").has() && !spec.at("backoffLimitPerIndex").has()) {
      errors.add(
          FieldError.required(
              spec.at("backoffLimitPerIndex").path(), "when maxFailedIndexes is specified"));
    }
    completionMode(spec, errors);
    Check.oneOf(spec.at("podReplacementPolicy"), List.of("Failed", "TerminatingOrFailed"), errors);
    errors.addAll(PodSpecs.checkTemplate(spec.at("template")));
    Spot restart = spec.at("template").at("spec").at("restartPolicy");
    if (restart.text().isEmpty() || restart.text().equals("Always")) {
      errors.add(FieldError.required(restart.path(), "valid values: \"OnFailure\", \"Never\""));
    } else {
      Check.oneOf(restart, List.of("OnFailure", "Never"), errors);
    }
  }

  private static void completionMode(Spot spec, List<FieldError> errors) {
    Spot mode = spec.at("completionMode");
    Check.oneOf(mode, List.of("NonIndexed", "Indexed"), errors);
    if (mode.text().equals("Indexed")) {
      if (!spec.at("completions").has()) {
        errors.add(
            FieldError.required(spec.at("completions").path(), "when completion mode is Indexed"));
      }
      if (spec.at("parallelism").number() > MAX_INDEXED_PARALLELISM) {
        Check.invalid(
            spec.at("parallelism"),
            "must be less than or equal to 100000 when completion mode is Indexed",
            errors);
      }
    } else {
      for (String field : List.of("backoffLimitPerIndex", "maxFailedIndexes", "successPolicy")) {
        if (spec.at(field).has()) {
          Check.invalid(spec.at(field), "requires indexed completion mode", errors);
        }
      }
    }
  }
}
