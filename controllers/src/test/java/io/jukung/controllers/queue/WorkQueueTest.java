package io.jukung.controllers.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkQueueTest {
  private final AtomicLong nowNs = new AtomicLong(1);
  private final WorkQueue<String> queue = new WorkQueue<>(nowNs::get);

  @Test
  void aKeyStandsInLineOnce() throws InterruptedException {
    queue.add("a");
    queue.add("b");
    queue.add("a");
    assertThat(take(2)).containsExactly("a", "b");
    queue.add("end");
    assertThat(queue.take()).contains("end");
  }

  @Test
  void aKeyAddedWhileWorkedOnComesAgainAfterwards() throws InterruptedException {
    queue.add("a");
    assertThat(queue.take()).contains("a");
    queue.add("a");
    queue.add("b");
    assertThat(queue.take()).contains("b");
    queue.done("a");
    assertThat(queue.take()).contains("a");
  }

  @Test
  void aDelayedKeyComesWhenItsTimeHasComeAndOnce() throws InterruptedException {
    queue.addAfter("late", Duration.ofSeconds(10));
    queue.addAfter("late", Duration.ofSeconds(5));
    queue.addAfter("soon", Duration.ofSeconds(1));
    queue.add("now");
    assertThat(queue.take()).contains("now");
    nowNs.addAndGet(Duration.ofSeconds(6).toNanos());
    assertThat(take(2)).containsExactly("soon", "late");
    nowNs.addAndGet(Duration.ofSeconds(60).toNanos());
    queue.add("end");
    assertThat(queue.take()).contains("end");
  }

  @Test
  void failuresWaitLongerAndLongerUpToALimit() {
    assertThat(WorkQueue.backoff(1)).isEqualTo(Duration.ofMillis(5));
    assertThat(WorkQueue.backoff(2)).isEqualTo(Duration.ofMillis(10));
    assertThat(WorkQueue.backoff(100)).isEqualTo(WorkQueue.MAX_BACKOFF);
  }

  @Test
  void veryManyFailuresWaitForEachOther() throws InterruptedException {
    for (int i = 0; i < 150; i++) {
      queue.addRateLimited("k" + i);
    }
    nowNs.addAndGet(Duration.ofMillis(6).toNanos());
    queue.add("end");
    assertThat(take(101)).contains("end");
    assertThat(queue.depth()).isZero();
    nowNs.addAndGet(Duration.ofSeconds(6).toNanos());
    assertThat(take(50)).hasSize(50);
  }

  @Test
  void aClosedQueueEndsItsWorkers() throws InterruptedException {
    queue.add("a");
    queue.close();
    assertThat(queue.take()).isEqualTo(Optional.empty());
  }

  @Test
  void theLoopComesBackAfterAFailureAndStops() throws InterruptedException {
    WorkQueue<String> real = new WorkQueue<>(System::nanoTime);
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(1);
    try (ReconcileLoop<String> loop =
        new ReconcileLoop<>(
            "test",
            real,
            key -> {
              if (attempts.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
              }
              done.countDown();
              return Optional.empty();
            })) {
      loop.start(2);
      real.add("a");
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(attempts).hasValue(3);
  }

  private List<String> take(int count) throws InterruptedException {
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(queue.take().orElseThrow());
    }
    return taken;
  }
}
