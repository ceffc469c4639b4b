package io.jukung.raftstore.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GatheringTest {
  private final AtomicBoolean unhurried = new AtomicBoolean(true);
  private final Gathering commits = new Gathering("test", unhurried::get);

  @Test
  void theFirstCommitAfterAPauseWakes() throws InterruptedException {
    commits.signal();
    assertThat(commits.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void commitsWhileOthersAreAppliedAreGatheredAndWakeOnce() throws InterruptedException {
    commits.signal();
    assertThat(commits.await(1, TimeUnit.MINUTES)).isTrue();
    commits.signal();
    commits.signal();
    assertThat(commits.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(commits.await(1, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void whoIsHurriedWaitsForNothing() throws InterruptedException {
    commits.signal();
    assertThat(commits.await(1, TimeUnit.MINUTES)).as("gathers from here on").isTrue();
    commits.hurry();
    assertThat(commits.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void nothingIsGatheredAfterAPause() throws InterruptedException {
    assertThat(commits.await(1, TimeUnit.MILLISECONDS)).isFalse();
    commits.hurry();
    assertThat(commits.await(1, TimeUnit.MILLISECONDS)).as("nobody gathers").isFalse();
  }

  @Test
  void whoDoesNotGatherHasNothingToHurry() throws InterruptedException {
    unhurried.set(false);
    assertThat(commits.await(1, TimeUnit.MILLISECONDS)).isFalse();
    commits.hurry();
    assertThat(commits.await(1, TimeUnit.MILLISECONDS)).isFalse();
    commits.signal();
    assertThat(commits.await(1, TimeUnit.MINUTES)).isTrue();
  }

  /** Each commit comes when the one before it was seen, at all moments of a wait. */
  @Test
  void noCommitIsForgotten() throws InterruptedException {
    int all = 2_000;
    AtomicInteger committed = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    Thread commit =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 1; i <= all; i++) {
                    committed.set(i);
                    commits.signal();
                    if (i % 3 == 0) {
                      commits.hurry();
                    }
                    while (i % 5 != 0 && seen.get() < i) {
                      Thread.onSpinWait();
                    }
                  }
                });
    while (seen.get() < all) {
      assertThat(commits.await(1, TimeUnit.MINUTES)).as("after %s", seen).isTrue();
      seen.set(committed.get());
      unhurried.set(seen.get() % 7 != 0);
    }
    commit.join();
  }
}
