package io.jukung.controllers.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.jukung.controllers.event.EventCorrelator.Observed;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EventCorrelatorTest {
  private final EventCorrelator correlator =
      new EventCorrelator(
          Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC), () -> 1);

  @Test
  void theSameEventCountsUp() {
    Observed first = correlator.correlate(event("a")).orElseThrow();
    Observed second = correlator.correlate(event("a")).orElseThrow();
    assertThat(first.count()).isEqualTo(1);
    assertThat(first.name()).isEqualTo("o." + Long.toHexString(1767225600000000000L));
    assertThat(second.count()).isEqualTo(2);
    assertThat(second.name()).isEqualTo(first.name());
  }

  @Test
  void tenSimilarEventsBecomeOne() {
    for (int i = 0; i < 9; i++) {
      assertThat(correlator.correlate(event("m" + i)).orElseThrow().event().message())
          .isEqualTo("m" + i);
    }
    Observed tenth = correlator.correlate(event("m9")).orElseThrow();
    assertThat(tenth.event().message()).isEqualTo("(combined from similar events): m9");
    assertThat(correlator.correlate(event("m10")).orElseThrow().count()).isEqualTo(2);
  }

  @Test
  void afterTwentyFiveAnObjectIsQuiet() {
    for (int i = 0; i < 25; i++) {
      assertThat(correlator.correlate(event("a"))).isPresent();
    }
    assertThat(correlator.correlate(event("a"))).isEmpty();
  }

  private static RecordedEvent event(String message) {
    return new RecordedEvent(
        "c", new ObjectReferenceBuilder().withName("o").build(), "Normal", "R", message);
  }
}
