package io.jukung.raftstore.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.util.TimeDuration;
import org.junit.jupiter.api.Test;

class TimeoutsTest {
  private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);

  private final Timeouts timeouts = new Timeouts();
  private final List<String> run = new ArrayList<>();

  @Test
  void whatIsDueIsRunOnceInOrder() {
    timeouts.onTimeout(TimeDuration.ONE_MINUTE, () -> run.add("a"), error -> run.add("error"));
    timeouts.onTimeout(TimeDuration.ONE_MINUTE, () -> run.add("b"), error -> run.add("error"));
    timeouts.run(System.nanoTime());
    assertThat(run).isEmpty();
    assertThat(timeouts.getTaskCount()).isEqualTo(2);
    timeouts.run(System.nanoTime() + MINUTE_NS);
    timeouts.run(System.nanoTime() + MINUTE_NS);
    assertThat(run).containsExactly("a", "b");
  }

  @Test
  void oneThatFailsEndsNoOther() {
    timeouts.onTimeout(
        TimeDuration.ONE_MINUTE,
        () -> {
          throw new IllegalStateException("planted");
        },
        error -> run.add(error.getMessage()));
    timeouts.onTimeout(TimeDuration.ONE_MINUTE, () -> run.add("b"), error -> run.add("error"));
    timeouts.run(System.nanoTime() + MINUTE_NS);
    assertThat(run).containsExactly("planted", "b");
  }
}
