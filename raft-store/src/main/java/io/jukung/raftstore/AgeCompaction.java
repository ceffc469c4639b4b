package io.jukung.raftstore;

import java.time.Duration;
import java.util.ArrayDeque;

/** Where to compact so that history of an age is kept. Used by one thread. */
final class AgeCompaction {
  private static final int SAMPLES = 8;

  private record Sample(long timeMs, long revision) {}

  private final long ageMs;
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  AgeCompaction(Duration age) {
    this.ageMs = age.toMillis();
  }

  /** How often to look, in milliseconds. */
  long everyMs() {
    return Math.clamp(ageMs / SAMPLES, 10, 10_000);
  }

  /** Notes the newest revision; returns the newest one that is as old as the age, or 0. */
  long look(long nowMs, long revision) {
    if (samples.isEmpty() || nowMs - samples.getLast().timeMs >= ageMs / SAMPLES) {
      samples.add(new Sample(nowMs, revision));
    }
    long target = 0;
    while (!samples.isEmpty() && nowMs - samples.peek().timeMs >= ageMs) {
      target = samples.remove().revision;
    }
    return target;
  }
}
