package io.jukung.raftstore;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.UUID;

/**
 * What a snapshot says of itself.
 *
 * @param cluster the store it was taken of
 * @param member the member that took it
 * @param revision the newest revision in it
 * @param compacted the oldest revision it can be restored at; 0 when nothing was compacted
 * @param timeMs the store's own clock when it was taken, in milliseconds since 1970
 */
public record SnapshotManifest(
    UUID cluster, String member, long revision, long compacted, long timeMs) {
  /** The newest format this code reads and the one it writes. */
  static final int FORMAT = 1;

  /** The oldest revision that can be restored. */
  public long oldestRevision() {
    return Math.max(1, compacted);
  }

  String text() {
    return """
    format=%d
    cluster=%s
    member=%s
    revision=%d
    compacted=%d
    timeMs=%d
    """
        .formatted(FORMAT, cluster, member, revision, compacted, timeMs);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException with the reason
   */
  static SnapshotManifest parse(String text) {
    Properties found = new Properties();
    try {
      found.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long format = number(found, "format");
    if (format > FORMAT) {
      throw new IllegalArgumentException(
          "it is of format " + format + "; this release reads up to format " + FORMAT);
    }
    return new SnapshotManifest(
        UUID.fromString(found.getProperty("cluster", "")),
        found.getProperty("member", ""),
        number(found, "revision"),
        number(found, "compacted"),
        number(found, "timeMs"));
  }

  private static long number(Properties found, String name) {
    try {
      return Long.parseLong(found.getProperty(name, ""));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("its manifest does not say a " + name, e);
    }
  }
}
