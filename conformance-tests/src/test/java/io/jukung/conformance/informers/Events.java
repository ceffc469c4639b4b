package io.jukung.conformance.informers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What an informer's handler was told, in order. Thread-safe. */
final class Events {
  private static final long BOUND_SECONDS = 60;

  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>(10_000);

  void tell(String event) {
    told.add(event);
  }

  /** Waits for one event and expects it. */
  void expect(String event) throws InterruptedException {
    assertThat(told.poll(BOUND_SECONDS, TimeUnit.SECONDS)).isEqualTo(event);
  }

  /** Waits for an event, past others: a client may tell the same update again when it resyncs. */
  void expectAmongOthers(String event) throws InterruptedException {
    List<String> others = new ArrayList<>();
    String next = told.poll(BOUND_SECONDS, TimeUnit.SECONDS);
    while (next != null && !next.equals(event)) {
      others.add(next);
      next = told.poll(BOUND_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(next).as("told before: %s", others).isEqualTo(event);
  }
}
