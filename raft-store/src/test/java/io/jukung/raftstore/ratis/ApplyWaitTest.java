package io.jukung.raftstore.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ApplyWaitTest {
  private final ApplyWait wait = new ApplyWait(() -> false);

  @Test
  void nobodyAppliesInsteadOfAThreadThatHasNotWaitedYet() {
    assertThat(wait.instead(() -> {})).isFalse();
  }

  @Test
  void whoeverAppliesWhileTheThreadWaitsTellsItSoLater() throws Exception {
    assertThat(wait.await(1, TimeUnit.MILLISECONDS)).isFalse();
    Thread applying = Thread.currentThread();
    CountDownLatch applied = new CountDownLatch(1);
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!wait.instead(wait::signal)) {
                    Thread.onSpinWait(); // Until it waits.
                  }
                  applied.countDown();
                });
    assertThat(wait.await(1, TimeUnit.SECONDS)).isTrue();
    assertThat(applied.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(wait.await(1, TimeUnit.MILLISECONDS)).as("told once").isFalse();
    other.join();
    assertThat(applying.isInterrupted()).isFalse();
  }

  @Test
  void whileTheThreadAppliesItIsAskedToLookFirst() throws Exception {
    assertThat(wait.await(1, TimeUnit.MILLISECONDS)).isFalse();
    AtomicInteger looks = new AtomicInteger();
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  if (!wait.instead(() -> {})) {
                    boolean _ = wait.first(looks::incrementAndGet);
                  }
                });
    other.join();
    assertThat(looks).as("this thread has not come to it").hasValue(0);
    assertThat(wait.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(looks).hasValue(1);
  }

  /** Of any number of threads one applies at a time, and nothing anybody left is forgotten. */
  @Test
  void turnsAreTakenOneByOne() throws Exception {
    int rounds = 2_000;
    AtomicInteger due = new AtomicInteger();
    int[] applied = {0};
    Runnable apply = () -> applied[0] += due.getAndSet(0);
    CyclicBarrier start = new CyclicBarrier(2);
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    start.await();
                    for (int i = 0; i < rounds; i++) {
                      due.incrementAndGet();
                      if (!wait.instead(apply)) {
                        boolean _ = wait.first(() -> {});
                      }
                    }
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
    boolean _ = wait.await(1, TimeUnit.MILLISECONDS);
    start.await();
    while (applied[0] < rounds) {
      apply.run();
      boolean _ = wait.await(1, TimeUnit.SECONDS);
    }
    other.join();
    assertThat(applied[0]).isEqualTo(rounds);
  }
}
