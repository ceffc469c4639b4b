package io.jukung.registry.strategy.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines two texts have in common, found as upstream's diffs find them: the longest common run,
 * then the same left and right of it (Ratcliff and Obershelp, "Pattern Matching: The Gestalt
 * Approach", 1988; the matcher behind {@code apimachinery/pkg/util/diff} at v1.36). In a text of
 * 200 lines or more, a line that makes up over one percent of it starts no run.
 */
final class LineMatcher {
  private static final int LONG_TEXT = 200;
  private static final int PERCENT = 100;

  /** A run of equal lines: where it starts in both texts, and its length. */
  record Run(int old, int fresh, int length) {}

  private final List<String> old;
  private final List<String> fresh;
  private final Map<String, List<Integer>> places = new HashMap<>();
  private final List<Run> runs = new ArrayList<>();

  private LineMatcher(List<String> old, List<String> fresh) {
    this.old = old;
    this.fresh = fresh;
    for (int i = 0; i < fresh.size(); i++) {
      places.computeIfAbsent(fresh.get(i), line -> new ArrayList<>()).add(i);
    }
    if (fresh.size() >= LONG_TEXT) {
      int most = fresh.size() / PERCENT + 1;
      places.values().removeIf(list -> list.size() > most);
    }
  }

  /** The runs, in order, none next to another; an empty one at the end of both texts closes. */
  static List<Run> runs(List<String> old, List<String> fresh) {
    LineMatcher matcher = new LineMatcher(old, fresh);
    matcher.find(0, old.size(), 0, fresh.size());
    List<Run> joined = new ArrayList<>();
    for (Run run : matcher.runs) {
      Run last = joined.isEmpty() ? new Run(-1, -1, 0) : joined.getLast();
      if (last.old + last.length == run.old && last.fresh + last.length == run.fresh) {
        joined.set(joined.size() - 1, new Run(last.old, last.fresh, last.length + run.length));
      } else {
        joined.add(run);
      }
    }
    joined.add(new Run(old.size(), fresh.size(), 0));
    return joined;
  }

  private void find(int oldFrom, int oldTo, int freshFrom, int freshTo) {
    Run run = longest(oldFrom, oldTo, freshFrom, freshTo);
    if (run.length == 0) {
      return;
    }
    if (oldFrom < run.old && freshFrom < run.fresh) {
      find(oldFrom, run.old, freshFrom, run.fresh);
    }
    runs.add(run);
    if (run.old + run.length < oldTo && run.fresh + run.length < freshTo) {
      find(run.old + run.length, oldTo, run.fresh + run.length, freshTo);
    }
  }

  private Run longest(int oldFrom, int oldTo, int freshFrom, int freshTo) {
    Run best = new Run(oldFrom, freshFrom, 0);
    Map<Integer, Integer> lengths = new HashMap<>();
    for (int i = oldFrom; i < oldTo; i++) {
      Map<Integer, Integer> next = new HashMap<>();
      for (int j : places.getOrDefault(old.get(i), List.of())) {
        if (j >= freshFrom && j < freshTo) {
          int length = lengths.getOrDefault(j - 1, 0) + 1;
          next.put(j, length);
          if (length > best.length) {
            best = new Run(i - length + 1, j - length + 1, length);
          }
        }
      }
      lengths = next;
    }
    return extended(best, oldFrom, oldTo, freshFrom, freshTo);
  }

  /** The run with the equal lines around it that started none. */
  private Run extended(Run run, int oldFrom, int oldTo, int freshFrom, int freshTo) {
    int i = run.old;
    int j = run.fresh;
    int length = run.length;
    while (i > oldFrom && j > freshFrom && old.get(i - 1).equals(fresh.get(j - 1))) {
      i--;
      j--;
      length++;
    }
    while (i + length < oldTo
        && j + length < freshTo
        && old.get(i + length).equals(fresh.get(j + length))) {
      length++;
    }
    return new Run(i, j, length);
  }
}
