package io.jukung.controllers.replicaset;

import io.jukung.controllers.object.ApiErrors;
import io.jukung.controllers.object.Times;
import io.jukung.controllers.replicaset.ReplicaStatus.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The condition that tells why pods could not be made or deleted. */
final class ReplicaFailures {
  private static final String TYPE = "ReplicaFailure";

  private ReplicaFailures() {}

  /**
   * The conditions as they should be.
   *
   * @param tooMany how many pods there were too many, or, negative, too few
   */
  static List<Condition> merge(
      List<Condition> before, Optional<RuntimeException> failure, int tooMany, Instant now) {
    boolean told = before.stream().anyMatch(c -> c.type().equals(TYPE));
    if (told == failure.isPresent()) {
      return before;
    }
    List<Condition> after = new ArrayList<>(before);
    if (failure.isEmpty()) {
      after.removeIf(c -> c.type().equals(TYPE));
    } else {
      after.add(
          new Condition(
              TYPE,
              "True",
              Times.text(now),
              tooMany < 0 ? "FailedCreate" : "FailedDelete",
              ApiErrors.message(failure.get())));
    }
    return after;
  }
}
