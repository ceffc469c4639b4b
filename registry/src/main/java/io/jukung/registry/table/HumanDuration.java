package io.jukung.registry.table;

import java.time.Duration;

/**
 * Durations as tables show them, with two or three significant figures.
 *
 * <p>Upstream: {@code apimachinery/pkg/util/duration/duration.go} at v1.36.
 */
final class HumanDuration {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAYS_PER_YEAR = 365;

  private HumanDuration() {}

  /** The duration as text; one second into the future still counts as now, for uneven clocks. */
  static String of(Duration duration) {
    long seconds = duration.getSeconds();
    if (seconds < 0 && duration.getNano() > 0) {
      seconds++; // whole seconds, cut off towards zero
    }
    if (seconds < -1) {
      return "<invalid>";
    }
    if (seconds < 2 * MINUTE) {
      return Math.max(seconds, 0) + "s";
    }
    return seconds < 3 * HOUR ? minutes(seconds) : hours(seconds / HOUR, seconds);
  }

  private static String minutes(long seconds) {
    long minutes = seconds / MINUTE;
    return minutes < 10 ? two(minutes, "m", seconds % MINUTE, "s") : minutes + "m";
  }

  private static String hours(long hours, long seconds) {
    long days = hours / 24;
    if (hours < 8) {
      return two(hours, "h", seconds / MINUTE % 60, "m");
    }
    if (hours < 48) {
      return hours + "h";
    }
    if (days < 8) {
      return two(days, "d", hours % 24, "h");
    }
    if (days < 2 * DAYS_PER_YEAR) {
      return days + "d";
    }
    long years = days / DAYS_PER_YEAR;
    return years < 8 ? two(years, "y", days % DAYS_PER_YEAR, "d") : years + "y";
  }

  private static String two(long large, String largeUnit, long small, String smallUnit) {
    return small == 0 ? large + largeUnit : large + largeUnit + small + smallUnit;
  }
}
