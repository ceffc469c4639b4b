package io.jukung.storage.check;

import io.jukung.storage.check.KeyCall.Answer;
import io.jukung.storage.check.KeyCall.Held;
import io.jukung.storage.check.KeyCall.Write;
import java.util.ArrayList;
import java.util.List;

/**
 * A key of a store with revisions. An acknowledged write tells its revision, and revisions only
 * rise, so most orders are ruled out at once; a write of unknown outcome leaves a revision that
 * nobody knows until someone reads it.
 */
public final class KeyModel implements Model<KeyModel.State, KeyCall> {
  private static final long UNKNOWN = -1;

  /**
   * What the key holds.
   *
   * @param modRevision 0 when the key is not there, -1 when its revision is not known
   * @param floor the revision of the last change known; the next one is above it
   */
  public record State(String value, long modRevision, long floor) {
    private boolean present() {
      return modRevision != 0;
    }
  }

  @Override
  public State initial() {
    return new State("", 0, 0);
  }

  @Override
  public List<State> step(State state, KeyCall call) {
    List<State> next = new ArrayList<>();
    switch (call.answer()) {
      case Answer.Done done -> holding(state, call).forEach(s -> write(s, call, done, next));
      case Answer.DoneOn done ->
          holding(state, call)
              .forEach(
                  s ->
                      seeing(s, done.before())
                          .forEach(b -> write(b, call, new Answer.Done(done.revision()), next)));
      case Answer.Refused refused ->
          failing(state, call).forEach(s -> next.addAll(seeing(s, refused.seen())));
      case Answer.Unknown unknown -> {
        next.addAll(failing(state, call));
        holding(state, call).forEach(s -> next.add(written(s, call.write(), UNKNOWN)));
      }
    }
    return next;
  }

  @Override
  public long rank(KeyCall call) {
    return switch (call.answer()) {
      case Answer.Done done when call.write() instanceof Write.Put -> done.revision();
      case Answer.DoneOn done when call.write() instanceof Write.Put -> done.revision();
      case Answer.DoneOn done
          when call.write() instanceof Write.Delete && done.before().modRevision() != 0 ->
          done.revision();
      default -> 0;
    };
  }

  /** The state when the condition holds; none when it can't. */
  private static List<State> holding(State state, KeyCall call) {
    if (call.expected().isEmpty() || state.modRevision == call.expected().getAsLong()) {
      return List.of(state);
    }
    long expected = call.expected().getAsLong();
    return state.modRevision == UNKNOWN && expected > state.floor
        ? List.of(new State(state.value, expected, expected))
        : List.of();
  }

  /** The state when the condition does not hold; none when it must. */
  private static List<State> failing(State state, KeyCall call) {
    return call.expected().isEmpty() || state.modRevision == call.expected().getAsLong()
        ? List.of()
        : List.of(state);
  }

  private static List<State> seeing(State state, Held seen) {
    if (!state.value.equals(seen.value()) || state.present() != (seen.modRevision() != 0)) {
      return List.of();
    }
    if (state.modRevision == UNKNOWN) {
      return seen.modRevision() > state.floor
          ? List.of(new State(seen.value(), seen.modRevision(), seen.modRevision()))
          : List.of();
    }
    return state.modRevision == seen.modRevision() ? List.of(state) : List.of();
  }

  private static void write(State state, KeyCall call, Answer.Done done, List<State> next) {
    boolean changes =
        switch (call.write()) {
          case Write.Put put -> true;
          case Write.Delete delete -> state.present();
          case Write.None none -> false;
        };
    // A look may not know the store's revision: 0.
    boolean fits = changes ? done.revision() > state.floor : atLeast(done.revision(), state.floor);
    if (fits) {
      next.add(changes ? written(state, call.write(), done.revision()) : state);
    }
  }

  private static boolean atLeast(long revision, long floor) {
    return revision == 0 || revision >= floor;
  }

  private static State written(State state, Write write, long revision) {
    long floor = Math.max(state.floor, revision);
    return switch (write) {
      case Write.Put put -> new State(put.value(), revision, floor);
      case Write.Delete delete -> new State("", 0, floor);
      case Write.None none -> state;
    };
  }
}
