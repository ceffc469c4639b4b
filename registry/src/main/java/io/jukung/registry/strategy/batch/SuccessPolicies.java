package io.jukung.registry.strategy.batch;

import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import java.util.List;
import java.util.Optional;

/**
 * The checks of when a job with indexes has succeeded ({@code validateSuccessPolicy} in {@code
 * pkg/apis/batch/validation/validation.go} at v1.36).
 */
final class SuccessPolicies {
  private static final int MAX_RULES = 20;
  private static final int MAX_INDEXES_BYTES = 64 << 10;

  private SuccessPolicies() {}

  static void check(Spot spec, List<FieldError> errors) {
    Spot rules = spec.at("successPolicy").at("rules");
    if (rules.size() == 0) {
      Check.missing(
          rules,
          "at least one rules must be specified when the successPolicy is specified",
          errors);
    }
    if (rules.size() > MAX_RULES) {
      errors.add(FieldError.tooMany(rules.path(), rules.size(), MAX_RULES));
    }
    long completions = spec.at("completions").number();
    rules.elements().forEach(rule -> rule(rule, completions, errors));
  }

  private static void rule(Spot rule, long completions, List<FieldError> errors) {
    Spot count = rule.at("succeededCount");
    Spot indexes = rule.at("succeededIndexes");
    if (!count.has() && !indexes.has()) {
      Check.missing(
          rule, "at least one of succeededCount or succeededIndexes must be specified", errors);
    }
    if (indexes.text().length() > MAX_INDEXES_BYTES) {
      errors.add(FieldError.tooLong(indexes.path(), MAX_INDEXES_BYTES));
    }
    Optional<String> problem = IndexRanges.problem(indexes.text(), completions);
    problem.ifPresent(
        text -> Check.invalidText(indexes, "error parsing succeededIndexes: " + text, errors));
    Check.nonNegative(count, errors);
    if (count.number() > completions) {
      Check.invalidNumber(
          count,
          "must be less than or equal to " + completions + " (the number of specified completions)",
          errors);
    }
    long total = problem.isEmpty() ? IndexRanges.total(indexes.text()) : 0;
    if (indexes.has() && count.number() > total) {
      Check.invalidNumber(
          count,
          "must be less than or equal to "
              + total
              + " (the number of indexes in the specified succeededIndexes field)",
          errors);
    }
  }
}
