package io.jukung.raftstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplicaChecksTest {
  private static final long KEPT = 1_000_000;

  private final ReplicaChecks checks =
      new ReplicaChecks(
          () -> {
            throw new IllegalStateException("nobody is asked");
          });

  private boolean due(int minutes, long kept) {
    return checks.due(
        new AppliedState(1, minutes, KEPT, KEPT - kept, Duration.ofMinutes(minutes).toMillis(), 0));
  }

  @Test
  void fewChangesAreComparedAtEveryCompaction() {
    assertThat(due(0, 10_000)).isTrue();
    assertThat(due(1, 10_000)).isTrue();
  }

  /** Whenever each of them was started. */
  @Test
  void manyAreComparedAtTheSameCompactionsByAllMembers() {
    assertThat(due(8, KEPT)).isTrue();
    assertThat(due(9, KEPT)).isFalse();
    assertThat(due(11, KEPT)).isTrue();
    assertThat(due(19, KEPT)).isFalse();
    assertThat(due(20, KEPT)).isTrue();
    assertThat(due(45, KEPT)).isTrue();
  }
}
