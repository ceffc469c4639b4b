package io.jukung.server.http;

import static org.assertj.core.api.Assertions.assertThat;

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
    turns.enter();
    Thread first = waiting("first");
    Thread second = waiting("second");

    turns.leave();
    assertThat(entered.take()).isEqualTo("second");
    assertThat(entered).isEmpty();
    turns.leave();
    assertThat(entered.take()).isEqualTo("first");

    turns.leave();
    turns.enter();
    for (Thread thread : List.of(first, second)) {
      thread.join();
    }
  }

  @Test
  void oneThatIsInterruptedHasNoTurnAndTakesNone() throws InterruptedException {
    turns.enter();
    Thread gone = waiting("gone");
    Thread stays = waiting("stays");
    gone.interrupt();
    gone.join();

    turns.leave();
    assertThat(entered.take()).isEqualTo("stays");
    turns.leave();
    turns.enter();
    stays.join();
    assertThat(entered).isEmpty();
  }

  /** A thread that has come for its turn and waits. */
  private Thread waiting(String name) {
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    turns.enter();
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
