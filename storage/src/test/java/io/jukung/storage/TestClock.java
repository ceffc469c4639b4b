package io.jukung.storage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until told otherwise. */
public final class TestClock implements InstantSource {
  private final AtomicLong nowMs =
      new AtomicLong(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());

  /** Moves the clock. */
  public void advance(Duration by) {
    nowMs.addAndGet(by.toMillis());
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(nowMs.get());
  }
}
