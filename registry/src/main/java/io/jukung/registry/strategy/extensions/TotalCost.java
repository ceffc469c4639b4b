package io.jukung.registry.strategy.extensions;

import io.jukung.registry.cel.Costs;
import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What all rules of a schema may cost together, and which of them cost the most. */
final class TotalCost {
  /** The most that one rule may cost. */
  static final long RULE_LIMIT = 10_000_000;

  /** The most that all rules of a schema may cost together. */
  private static final long LIMIT = 100_000_000;

  private static final int NAMED = 4;

  private record Rule(String path, long cost) {}

  private long total;
  private final List<Rule> expensive = new ArrayList<>();

  /** Adds a rule. */
  void add(String path, long cost) {
    total = Costs.plus(total, cost);
    if (Long.compareUnsigned(cost, LIMIT / 100) < 0) {
      return;
    }
    expensive.add(new Rule(path, cost));
    expensive.sort(Comparator.comparing(Rule::cost, Long::compareUnsigned).reversed());
    if (expensive.size() > NAMED) {
      expensive.removeLast();
    }
  }

  /** Tells when it is too much. */
  void report(String path, List<FieldError> errors) {
    if (Long.compareUnsigned(total, LIMIT) <= 0) {
      return;
    }
    for (Rule rule : expensive) {
      errors.add(
          FieldError.forbidden(
              rule.path,
              "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3"
                  + " schema"));
    }
    errors.add(
        FieldError.forbidden(
            path,
            message(
                "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema",
                total,
                LIMIT)));
  }

  /** By how much a cost is over its limit. */
  static String message(String what, long cost, long limit) {
    double factor = Costs.toDouble(cost) / limit;
    String text =
        factor > 100
            ? "more than 100x"
            : factor < 1.5
                ? String.format(Locale.ROOT, "%.6fx", factor)
                : String.format(Locale.ROOT, "%.1fx", factor);
    return what
        + " exceeds budget by factor of "
        + text
        + " (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where"
        + " arrays, maps, and strings are declared)";
  }
}
