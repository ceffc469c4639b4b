package io.jukung.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.Store;
import io.jukung.storage.StoreException;
import io.jukung.storage.StoreView;
import io.jukung.storage.memory.InMemoryStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The store is asked once a second at most, and never by two at once. */
final class StoreProbeTest {
  private final AtomicLong nanos = new AtomicLong(42);
  private final AtomicInteger asked = new AtomicInteger();
  private boolean broken;

  private final Store store =
      new StoreView(InMemoryStore.open()) {
        @Override
        public long readBarrier() {
          asked.incrementAndGet();
          if (broken) {
            throw new StoreException.Unavailable("no quorum");
          }
          return super.readBarrier();
        }
      };

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anAnswerIsGivenAgainForASecond() {
    StoreProbe probe = new StoreProbe(store, Runnable::run, nanos::get);
    assertThat(probe.failure()).isEmpty();
    broken = true;
    nanos.addAndGet(Duration.ofSeconds(1).toNanos() - 1);
    assertThat(probe.failure()).as("as it was").isEmpty();
    assertThat(asked).hasValue(1);

    nanos.addAndGet(1);
    assertThat(probe.failure()).contains("no quorum");
    broken = false;
    assertThat(probe.failure()).as("as it was").contains("no quorum");
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(probe.failure()).isEmpty();
    assertThat(asked).hasValue(3);
  }

  @Test
  void whileItIsAskedNobodyAsksAgain() throws InterruptedException {
    Queue<Runnable> questions = new ArrayDeque<>();
    StoreProbe probe = new StoreProbe(store, questions::add, nanos::get);
    Thread waiting = Thread.ofPlatform().start(() -> assertThat(probe.failure()).isEmpty());
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    Thread other = Thread.ofPlatform().start(() -> assertThat(probe.failure()).isEmpty());
    while (other.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(questions).hasSize(1);
    questions.remove().run();
    waiting.join();
    other.join();
    assertThat(asked).hasValue(1);
  }
}
