package io.jukung.bench;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Counts what the threads of one run did. Thread-safe; memory does not grow with the count. */
final class Tally {
  private static final long LONGEST_NS = 3_600_000_000_000L;

  private final Histogram latencies = new ConcurrentHistogram(1_000, LONGEST_NS, 3);
  private final LongAdder failures = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private String firstFailure = "";

  void success(long ns) {
    latencies.recordValue(Math.clamp(ns, 1_000, LONGEST_NS));
  }

  /** Counts failures; the first one's text is kept for the report. */
  synchronized void failure(long count, String what) {
    failures.add(count);
    if (firstFailure.isEmpty()) {
      firstFailure = what;
    }
  }

  void received(long count) {
    bytes.add(count);
  }

  Histogram latencies() {
    return latencies;
  }

  long failures() {
    return failures.sum();
  }

  long bytes() {
    return bytes.sum();
  }

  synchronized String firstFailure() {
    return firstFailure;
  }
}
