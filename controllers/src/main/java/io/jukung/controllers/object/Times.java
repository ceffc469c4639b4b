package io.jukung.controllers.object;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times as the API writes them. */
public final class Times {
  private Times() {}

  /** Now, in whole seconds. */
  public static String now(Clock clock) {
    return text(Instant.now(clock));
  }

  /** A time in whole seconds. */
  public static String text(Instant time) {
    return DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The time written, if there is one. */
  public static Optional<Instant> read(@Nullable String text) {
    return text == null || text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
  }
}
