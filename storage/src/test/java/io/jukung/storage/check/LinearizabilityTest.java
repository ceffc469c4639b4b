package io.jukung.storage.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.check.KeyCall.Answer;
import io.jukung.storage.check.KeyCall.Held;
import io.jukung.storage.check.KeyCall.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker says yes to what is possible and no to what is not. */
@Timeout(60)
class LinearizabilityTest {
  /** A history, and whether there is an order for it. */
  record Case(String name, boolean possible, List<Call<KeyCall>> calls) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    return Stream.concat(answered().stream(), unanswered().stream()).toList();
  }

  private static List<Case> answered() {
    Held a2 = new Held("a", 2);
    return List.of(
        new Case("nothing at all", true, List.of()),
        new Case("a read finds what was written", true, List.of(put(1, 2, "a", 2), get(3, 4, a2))),
        new Case(
            "a read loses a write", false, List.of(put(1, 2, "a", 2), get(3, 4, Held.NOTHING))),
        new Case(
            "a read beside a write may miss it",
            true,
            List.of(put(1, 5, "a", 2), get(2, 3, Held.NOTHING), get(6, 7, a2))),
        new Case(
            "but not after another has found it",
            false,
            List.of(put(1, 9, "a", 2), get(2, 3, a2), get(4, 5, Held.NOTHING))),
        new Case(
            "writes beside each other go by revision",
            true,
            List.of(put(1, 5, "a", 3), put(2, 6, "b", 2), get(7, 8, new Held("a", 3)))),
        new Case("revisions go with time", false, List.of(put(1, 2, "a", 3), put(3, 4, "b", 2))),
        new Case("a revision serves once", false, List.of(put(1, 9, "a", 2), put(2, 8, "b", 2))),
        new Case("a value from nowhere", false, List.of(get(1, 2, a2))),
        new Case(
            "an old value is found again",
            false,
            List.of(put(1, 2, "a", 2), put(3, 4, "b", 3), get(5, 6, a2))));
  }

  private static List<Case> unanswered() {
    Held a2 = new Held("a", 2);
    return List.of(
        new Case("an unknown write may happen", true, List.of(unknown(1, put("a")), get(3, 4, a2))),
        new Case(
            "or not", true, List.of(unknown(1, put("a")), get(3, 4, Held.NOTHING), get(5, 6, a2))),
        new Case(
            "but not be undone",
            false,
            List.of(unknown(1, put("a")), get(3, 4, a2), get(5, 6, Held.NOTHING))),
        new Case(
            "nor happen before its beginning", false, List.of(get(1, 2, a2), unknown(3, put("a")))),
        new Case(
            "nor twice",
            false,
            List.of(unknown(1, put("a")), get(2, 3, a2), put(4, 5, "b", 3), get(6, 7, a2))),
        new Case(
            "nor with two revisions",
            false,
            List.of(unknown(1, put("a")), get(2, 3, a2), get(4, 5, new Held("a", 3)))),
        new Case(
            "its revision is what a condition found",
            true,
            List.of(unknown(1, put("a")), putIf(2, 3, 2, "b", new Answer.Done(3)))),
        new Case(
            "a condition that holds is not refused",
            false,
            List.of(put(1, 2, "a", 2), putIf(3, 4, 2, "b", new Answer.Refused(a2)))),
        new Case(
            "one that does not hold is",
            true,
            List.of(put(1, 2, "a", 2), putIf(3, 4, 0, "b", new Answer.Refused(a2)))),
        new Case(
            "two that create cannot both",
            false,
            List.of(
                putIf(1, 9, 0, "a", new Answer.Done(2)), putIf(2, 8, 0, "b", new Answer.Done(3)))),
        new Case(
            "an unknown condition may have failed",
            true,
            List.of(
                put(1, 2, "a", 2),
                new Call<>(
                    3, Call.NEVER, new KeyCall(OptionalLong.of(7), put("b"), new Answer.Unknown())),
                get(4, 5, a2))),
        new Case(
            "a delete finds and removes",
            true,
            List.of(put(1, 2, "a", 2), delete(3, 4, 3, a2), get(5, 6, Held.NOTHING))),
        new Case(
            "two deletes cannot both find",
            false,
            List.of(put(1, 2, "a", 2), delete(3, 9, 3, a2), delete(4, 8, 4, a2))),
        new Case(
            "a read tells a revision older than the change it found",
            false,
            List.of(put(1, 2, "a", 5), new Call<>(3, 4, KeyCall.get(4, new Held("a", 5))))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void knownHistories(Case history) {
    assertThat(KeyHistory.violation(history.calls, List.of()).isEmpty())
        .isEqualTo(history.possible);
    assertThat(Linearizability.violation(new KeyModel(), history.calls).isEmpty())
        .as("without what the key's values tell")
        .isEqualTo(history.possible);
  }

  @Test
  void theViolationSaysHowFarItGot() {
    List<Call<KeyCall>> calls =
        List.of(put(1, 2, "first", 2), put(3, 4, "second", 3), get(5, 6, new Held("first", 2)));
    assertThat(KeyHistory.violation(calls, List.of()).orElseThrow())
        .containsSubsequence("first", "second", "none of these fits next", "Held[value=first");
  }

  /** Random histories made from an order are possible; with one answer falsified they are not. */
  @Test
  void generatedHistoriesAndTheirMutations() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<Held> sightings = new ArrayList<>();
      List<Call<KeyCall>> calls = generate(random, 60, sightings);
      assertThat(KeyHistory.violation(calls, sightings)).as("seed %s", seed).isEmpty();
      List<Integer> reads = new ArrayList<>();
      for (int i = 0; i < calls.size(); i++) {
        if (calls.get(i).operation().answer() instanceof Answer.DoneOn) {
          reads.add(i);
        }
      }
      int victim = reads.get(random.nextInt(reads.size()));
      List<Call<KeyCall>> mutated = new ArrayList<>(calls);
      Call<KeyCall> old = mutated.get(victim);
      Answer.DoneOn answer = (Answer.DoneOn) old.operation().answer();
      // A value that was written, but at another revision.
      Held wrong = new Held(answer.before().value(), answer.before().modRevision() + 1);
      mutated.set(
          victim,
          new Call<>(
              old.invoked(),
              old.returned(),
              new KeyCall(
                  old.operation().expected(),
                  old.operation().write(),
                  new Answer.DoneOn(answer.revision(), wrong))));
      assertThat(KeyHistory.violation(mutated, sightings))
          .as("seed %s, falsified %s", seed, old)
          .isPresent();
    }
  }

  @Test
  void aLostAcknowledgedWriteIsFoundInALongHistory() {
    for (long seed = 0; seed < 100; seed++) {
      List<Held> sightings = new ArrayList<>();
      List<Call<KeyCall>> calls = new ArrayList<>(generate(new Random(seed), 400, sightings));
      List<Call<KeyCall>> seen =
          calls.stream()
              .filter(call -> call.operation().write() instanceof Write.Put && !call.uncertain())
              .filter(call -> isRead(calls, call))
              .toList();
      calls.remove(seen.get(seen.size() / 2));
      assertThat(KeyHistory.violation(calls, sightings)).as("seed %s", seed).isPresent();
    }
  }

  private static boolean isRead(List<Call<KeyCall>> calls, Call<KeyCall> write) {
    String value = ((Write.Put) write.operation().write()).value();
    return calls.stream()
        .anyMatch(
            call ->
                call.operation().answer() instanceof Answer.DoneOn on
                    && on.before().value().equals(value));
  }

  /**
   * Calls that take effect in a known order, begun some time before and answered some after.
   *
   * @param sightings gets what the writes of unknown outcome left
   */
  private static List<Call<KeyCall>> generate(Random random, int count, List<Held> sightings) {
    List<Call<KeyCall>> calls = new ArrayList<>();
    Held held = Held.NOTHING;
    long revision = 1;
    for (int i = 0; i < count; i++) {
      long at = 1_000L * (i + 10);
      long invoked = at - 1 - random.nextInt(4_000);
      long returned = at + random.nextInt(4_000);
      int dice = random.nextInt(10);
      if (dice < 4) {
        calls.add(new Call<>(invoked, returned, KeyCall.get(revision, held)));
      } else if (dice < 5) {
        Answer answer = new Answer.DoneOn(held.modRevision() == 0 ? revision : ++revision, held);
        held = Held.NOTHING;
        calls.add(
            new Call<>(
                invoked, returned, new KeyCall(OptionalLong.empty(), new Write.Delete(), answer)));
      } else {
        boolean conditional = dice > 7;
        OptionalLong expected =
            conditional ? OptionalLong.of(held.modRevision()) : OptionalLong.empty();
        held = new Held("v" + i, ++revision);
        boolean uncertain = dice == 5;
        if (uncertain) {
          sightings.add(held);
        }
        calls.add(
            new Call<>(
                invoked,
                uncertain ? Call.NEVER : returned,
                new KeyCall(
                    expected,
                    put(held.value()),
                    uncertain ? new Answer.Unknown() : new Answer.Done(revision))));
      }
    }
    calls.sort(Comparator.comparingLong(Call::invoked));
    return calls;
  }

  private static Write put(String value) {
    return new Write.Put(value);
  }

  private static Call<KeyCall> put(long invoked, long returned, String value, long revision) {
    return new Call<>(
        invoked,
        returned,
        new KeyCall(OptionalLong.empty(), put(value), new Answer.Done(revision)));
  }

  private static Call<KeyCall> putIf(
      long invoked, long returned, long expected, String value, Answer answer) {
    return new Call<>(
        invoked, returned, new KeyCall(OptionalLong.of(expected), put(value), answer));
  }

  private static Call<KeyCall> get(long invoked, long returned, Held seen) {
    return new Call<>(invoked, returned, KeyCall.get(0, seen));
  }

  private static Call<KeyCall> delete(long invoked, long returned, long revision, Held before) {
    return new Call<>(
        invoked,
        returned,
        new KeyCall(OptionalLong.empty(), new Write.Delete(), new Answer.DoneOn(revision, before)));
  }

  private static Call<KeyCall> unknown(long invoked, Write write) {
    return new Call<>(
        invoked, Call.NEVER, new KeyCall(OptionalLong.empty(), write, new Answer.Unknown()));
  }
}
