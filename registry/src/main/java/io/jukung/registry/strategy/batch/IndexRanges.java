package io.jukung.registry.strategy.batch;

import io.jukung.registry.status.FieldError;
import java.util.Optional;

/**
 * Lists of indexes, such as {@code 0-2,5} ({@code validateIndexesFormat} in {@code
 * pkg/apis/batch/validation/validation.go} at v1.36).
 */
final class IndexRanges {
  private IndexRanges() {}

  /** What is wrong with a list; empty when it is valid. */
  static Optional<String> problem(String list, long completions) {
    if (list.isEmpty()) {
      return Optional.empty();
    }
    long last = -1;
    boolean first = true;
    for (String interval : list.split(",", -1)) {
      String[] limits = interval.split("-", -1);
      if (limits.length > 2) {
        return Optional.of(
            "the fragment "
                + FieldError.quote(interval)
                + " violates the requirement that an index interval can have at most two parts"
                + " separated by '-'");
      }
      for (String limit : limits) {
        Optional<String> problem = number(limit, completions);
        if (problem.isPresent()) {
          return problem;
        }
      }
      long from = Long.parseLong(limits[0]);
      long to = Long.parseLong(limits[limits.length - 1]);
      if (limits.length == 2 && from >= to) {
        return Optional.of(order(from, to));
      }
      if (!first && last >= from) {
        return Optional.of(order(last, from));
      }
      first = false;
      last = to;
    }
    return Optional.empty();
  }

  private static Optional<String> number(String limit, long completions) {
    try {
      return Long.parseLong(limit) >= completions
          ? Optional.of("too large index: " + FieldError.quote(limit))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.of("cannot convert string to integer for index: " + FieldError.quote(limit));
    }
  }

  private static String order(long previous, long current) {
    return "non-increasing order, previous: " + previous + ", current: " + current;
  }

  /** How many indexes a valid list has. */
  static long total(String list) {
    long total = 0;
    for (String interval : list.isEmpty() ? new String[0] : list.split(",", -1)) {
      String[] limits = interval.split("-", -1);
      total += Long.parseLong(limits[limits.length - 1]) - Long.parseLong(limits[0]) + 1;
    }
    return total;
  }
}
