package io.jukung.storage.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Looks for an order of concurrent calls that a sequential model allows.
 *
 * <p>The search is Wing and Gong's ("Testing and Verifying Concurrent Objects", 1993): of the calls
 * not placed yet, any that began before the first of them returned may come next; take one, go on,
 * step back when stuck. As Lowe found ("Testing for linearizability", 2017), two ways that have
 * placed the same calls and lead to the same state need to be gone only once. A model may lead to
 * several states, so what is carried along is the set of them. Calls of unknown outcome have no
 * return: they may be placed anywhere behind their beginning, and may be left out.
 *
 * <p>The problem is NP-complete; give it one object (a key) at a time. Used by one thread.
 */
public final class Linearizability<S, O> {
  private static final int MOST_PLACES = 5_000_000;

  private final Model<S, O> model;
  private final List<Call<O>> calls;
  private final BitSet placed = new BitSet();
  private final Set<Place<S>> seen = new HashSet<>();
  private final Deque<Step<S>> path = new ArrayDeque<>();
  private final List<Long> ranks;
  private int ranked;
  private int definiteLeft;
  private List<Integer> longest = List.of();

  private record Place<S>(BitSet placed, Set<S> states) {}

  /**
   * A call placed.
   *
   * @param before the states before it
   * @param only whether nothing else needs to be tried in its place
   */
  private record Step<S>(int call, Set<S> before, boolean only) {}

  private Linearizability(Model<S, O> model, List<Call<O>> calls) {
    this.model = model;
    this.calls = calls.stream().sorted(Comparator.comparingLong(Call::invoked)).toList();
    this.ranks =
        calls.stream()
            .map(call -> model.rank(call.operation()))
            .filter(r -> r > 0)
            .sorted()
            .toList();
    this.definiteLeft = (int) calls.stream().filter(call -> !call.uncertain()).count();
  }

  /**
   * Checks a history.
   *
   * @return what is wrong; empty when there is an order
   * @throws IllegalStateException when the search gets too large to tell
   */
  public static <S, O> Optional<String> violation(Model<S, O> model, List<Call<O>> calls) {
    return new Linearizability<>(model, calls).search();
  }

  private Optional<String> search() {
    Set<S> states = Set.of(model.initial());
    int from = 0;
    while (definiteLeft > 0) {
      int next = place(from, states);
      if (next >= 0) {
        Set<S> after = after(states, next);
        // One that changes nothing is best placed as soon as it can be.
        path.push(new Step<>(next, states, after.equals(states)));
        states = after;
        from = 0;
        noteLongest();
      } else if (path.isEmpty()) {
        return Optional.of(describe());
      } else {
        Step<S> back = path.pop();
        unplace(back.call);
        states = back.before;
        from = back.only ? calls.size() : back.call + 1;
      }
    }
    return Optional.empty();
  }

  /** Marks the first call from an index on that may come next and leads to a new place. */
  private int place(int from, Set<S> states) {
    long firstReturn = Call.NEVER;
    for (int i = placed.nextClearBit(0); i < calls.size(); i = placed.nextClearBit(i + 1)) {
      firstReturn = Math.min(firstReturn, calls.get(i).returned());
      if (calls.get(i).invoked() > firstReturn) {
        break;
      }
    }
    for (int i = placed.nextClearBit(from); i < calls.size(); i = placed.nextClearBit(i + 1)) {
      if (calls.get(i).invoked() > firstReturn) {
        break;
      }
      long rank = model.rank(calls.get(i).operation());
      if (rank > 0 && rank > ranks.get(ranked)) {
        continue; // The one before it would have no place any more.
      }
      Set<S> after = after(states, i);
      if (!after.isEmpty() && !(calls.get(i).uncertain() && idle(i, states, after))) {
        placed.set(i);
        if (seen.add(new Place<>((BitSet) placed.clone(), after))) {
          definiteLeft -= calls.get(i).uncertain() ? 0 : 1;
          ranked += rank > 0 ? 1 : 0;
          return i;
        }
        placed.clear(i);
      }
    }
    if (seen.size() > MOST_PLACES) {
      throw new IllegalStateException("too hard: " + calls.size() + " calls on one object");
    }
    return -1;
  }

  /**
   * Whether placing a call of unknown outcome leads nowhere: it changes nothing, or an earlier one
   * just like it could take its place.
   */
  private boolean idle(int call, Set<S> before, Set<S> after) {
    if (after.equals(before)) {
      return true;
    }
    for (int i = placed.nextClearBit(0); i < call; i = placed.nextClearBit(i + 1)) {
      if (calls.get(i).uncertain()
          && calls.get(i).operation().equals(calls.get(call).operation())) {
        return true;
      }
    }
    return false;
  }

  private void unplace(int call) {
    placed.clear(call);
    ranked -= model.rank(calls.get(call).operation()) > 0 ? 1 : 0;
    definiteLeft += calls.get(call).uncertain() ? 0 : 1;
  }

  private Set<S> after(Set<S> states, int call) {
    Set<S> after = new HashSet<>();
    for (S state : states) {
      after.addAll(model.step(state, calls.get(call).operation()));
    }
    return after;
  }

  private void noteLongest() {
    if (path.size() > longest.size()) {
      List<Integer> order = new ArrayList<>();
      path.descendingIterator().forEachRemaining(step -> order.add(step.call));
      longest = order;
    }
  }

  private String describe() {
    StringBuilder text = new StringBuilder("no order of these calls is possible; the longest is:");
    longest.forEach(call -> text.append("\n  ").append(calls.get(call)));
    text.append("\nand none of these fits next:");
    IntStream.range(0, calls.size())
        .filter(call -> !longest.contains(call))
        .limit(20)
        .forEach(call -> text.append("\n  ").append(calls.get(call)));
    return text.toString();
  }
}
