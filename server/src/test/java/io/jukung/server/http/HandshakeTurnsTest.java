package io.jukung.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.server.http.HandshakeTurns.Rank;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Turns at handshakes: bounded, the newest first, none lost. */
final class HandshakeTurnsTest {
  private final HandshakeTurns turns = new HandshakeTurns(1);
  private final BlockingQueue<String> entered = new LinkedBlockingQueue<>();

  @Test
  void whoCameLastGoesFirst() throws InterruptedException {
    turns.enter(Rank.OTHER);
    Thread first = waiting("first", Rank.OTHER);
    Thread second = waiting("second", Rank.OTHER);

    turns.leave();
    assertThat(entered.take()).isEqualTo("second");
    assertThat(entered).isEmpty();
    turns.leave();
    assertThat(entered.take()).isEqualTo("first");

    turns.leave();
    turns.enter(Rank.OTHER);
    for (Thread thread : List.of(first, second)) {
      thread.join();
    }
  }

  @Test
  void whoHasBegunGoesBeforeTheOwnMachineAndThatBeforeOthers() throws InterruptedException {
    turns.enter(Rank.OTHER);
    List<Thread> threads =
        List.of(
            waiting("begun", Rank.BEGUN),
            waiting("own", Rank.OWN_MACHINE),
            waiting("other", Rank.OTHER),
            waiting("own, later", Rank.OWN_MACHINE));

    for (String next : List.of("begun", "own, later", "own", "other")) {
      turns.leave();
      assertThat(entered.take()).isEqualTo(next);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void oneThatIsInterruptedHasNoTurnAndTakesNone() throws InterruptedException {
    turns.enter(Rank.OTHER);
    Thread gone = waiting("gone", Rank.OTHER);
    Thread stays = waiting("stays", Rank.OTHER);
    gone.interrupt();
    gone.join();

    turns.leave();
    assertThat(entered.take()).isEqualTo("stays");
    turns.leave();
    turns.enter(Rank.OTHER);
    stays.join();
    assertThat(entered).isEmpty();
  }

  /** A thread that has come for its turn and waits. */
  private Thread waiting(String name, Rank rank) {
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    turns.enter(rank);
                    entered.add(name);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return thread;
  }
}
