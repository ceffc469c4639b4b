package io.jukung.registry.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Times of an object as their distance from now. Immutable; safe for all threads. */
final class Ages {
  private final Clock clock;

  Ages(Clock clock) {
    this.clock = clock;
  }

  /** How long ago the object was created. */
  String of(JsonNode object) {
    return since(object.path("metadata").path("creationTimestamp"));
  }

  /** How long ago {@code time} was; {@code <unknown>} when it is not set. */
  String since(JsonNode time) {
    return instant(time).map(this::since).orElse("<unknown>");
  }

  /** How long ago {@code time} was. */
  String since(Instant time) {
    return HumanDuration.of(Duration.between(time, clock.instant()));
  }

  /** The time a canonical string names; empty when it is not set. */
  static Optional<Instant> instant(JsonNode time) {
    String text = time.textValue();
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty(); // decoding lets no such string in
    }
  }
}
