package io.jukung.registry.strategy.batch;

import io.jukung.registry.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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

  /** The first index that two lists have in common; intervals that can't be read don't count. */
  static OptionalLong overlap(String one, String other, long completions) {
    for (long[] interval : intervals(one, completions)) {
      for (long[] each : intervals(other, completions)) {
        if (interval[0] <= each[1] && each[0] <= interval[1]) {
          return OptionalLong.of(Math.max(interval[0], each[0]));
        }
      }
    }
    return OptionalLong.empty();
  }

  private static List<long[]> intervals(String list, long completions) {
    List<long[]> intervals = new ArrayList<>();
    for (String interval : list.split(",", -1)) {
      if (!interval.isEmpty() && problem(interval, completions).isEmpty()) {
        String[] limits = interval.split("-", -1);
        intervals.add(
            new long[] {Long.parseLong(limits[0]), Long.parseLong(limits[limits.length - 1])});
      }
    }
    return intervals;
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
