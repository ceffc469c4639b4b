package io.jukung.controllers.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ExpectationsTest {
  private final AtomicLong nowNs = new AtomicLong();
  private final Expectations<String, String> expectations = new Expectations<>(nowNs::get);

  @Test
  void creationsAreWaitedFor() {
    assertThat(expectations.satisfied("a")).isTrue();
    expectations.expectCreations("a", 2);
    expectations.creationObserved("a");
    assertThat(expectations.satisfied("a")).isFalse();
    expectations.creationObserved("a");
    assertThat(expectations.satisfied("a")).isTrue();
  }

  @Test
  void aDeletionCountsOnce() {
    expectations.expectDeletions("a", List.of("p", "q"));
    expectations.deletionObserved("a", "p");
    expectations.deletionObserved("a", "p");
    expectations.deletionObserved("a", "other");
    assertThat(expectations.satisfied("a")).isFalse();
    expectations.deletionObserved("a", "q");
    assertThat(expectations.satisfied("a")).isTrue();
  }

  @Test
  void nothingIsWaitedForForever() {
    expectations.expectCreations("a", 1);
    nowNs.addAndGet(Duration.ofMinutes(6).toNanos());
    assertThat(expectations.satisfied("a")).isTrue();
  }
}
