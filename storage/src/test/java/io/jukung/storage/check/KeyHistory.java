package io.jukung.storage.check;

import io.jukung.storage.check.KeyCall.Answer;
import io.jukung.storage.check.KeyCall.Held;
import io.jukung.storage.check.KeyCall.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The calls on one key, and whether an order of them is possible.
 *
 * <p>Calls of unknown outcome make the search grow without measure, and most need no search: as
 * each value is written once, whoever saw it tells that the write was done, at which revision and
 * by when; and a write that nobody saw changes nobody's answer, unless somebody's condition names a
 * revision of unknown origin.
 */
public final class KeyHistory {
  private final List<Call<KeyCall>> calls;
  private final Map<String, Call<Held>> seen = new HashMap<>();
  private final Set<Long> origins = new HashSet<>(Set.of(0L));

  private KeyHistory(List<Call<KeyCall>> calls, Collection<Held> sightings) {
    this.calls = calls;
    sightings.forEach(held -> note(new Call<>(0, Call.NEVER - 1, held), held));
    for (Call<KeyCall> call : calls) {
      switch (call.operation().answer()) {
        case Answer.Done done -> origins.add(done.revision());
        case Answer.DoneOn done -> {
          origins.add(done.revision());
          note(call, done.before());
        }
        case Answer.Refused refused -> note(call, refused.seen());
        case Answer.Unknown unknown -> {}
      }
    }
  }

  /**
   * Checks the calls on one key.
   *
   * @param sightings what the key was ever seen to hold outside of these calls, by a watch or a
   *     read of the past; more of them make the search shorter
   * @return what is wrong; empty when there is an order
   * @throws IllegalStateException when the search gets too large to tell
   */
  public static Optional<String> violation(List<Call<KeyCall>> calls, Collection<Held> sightings) {
    return Linearizability.violation(new KeyModel(), new KeyHistory(calls, sightings).resolved());
  }

  private void note(Call<?> call, Held held) {
    if (held.modRevision() != 0) {
      origins.add(held.modRevision());
      seen.merge(
          held.value(),
          new Call<>(call.invoked(), call.returned(), held),
          (a, b) -> a.returned() <= b.returned() ? a : b);
    }
  }

  private List<Call<KeyCall>> resolved() {
    boolean originsKnown =
        calls.stream()
            .map(call -> call.operation().expected())
            .allMatch(expected -> expected.isEmpty() || origins.contains(expected.getAsLong()));
    List<Call<KeyCall>> resolved = new ArrayList<>();
    for (Call<KeyCall> call : calls) {
      if (!call.uncertain() || !(call.operation().write() instanceof Write.Put put)) {
        resolved.add(call);
      } else if (seen.containsKey(put.value())) {
        resolved.add(done(call, seen.get(put.value())));
      } else if (!originsKnown) {
        resolved.add(call);
      }
    }
    return resolved;
  }

  /** A write that was seen: it was done before whoever saw it first was answered. */
  private static Call<KeyCall> done(Call<KeyCall> write, Call<Held> seen) {
    OptionalLong expected = write.operation().expected();
    return new Call<>(
        write.invoked(),
        Math.max(seen.returned(), write.invoked() + 1),
        new KeyCall(
            expected, write.operation().write(), new Answer.Done(seen.operation().modRevision())));
  }
}
