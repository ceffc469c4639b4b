package io.jukung.raftstore.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalTest {
  private final Signal signal = new Signal("test");

  @Test
  void aSignalBeforeTheWaitIsKeptForIt() throws InterruptedException {
    signal.signal();
    assertThat(signal.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void manySignalsWakeOnce() throws InterruptedException {
    signal.signal();
    signal.signal();
    assertThat(signal.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(signal.await(1, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void noTimeToWaitIsNoWait() throws InterruptedException {
    signal.signal();
    assertThat(signal.await(0, TimeUnit.MILLISECONDS)).isFalse();
    signal.await();
  }
}
