package io.jukung.raftstore;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a snapshot says of itself.
 *
 * @param cluster the store it was taken of
 * @param member the member that took it
 * @param revision the newest revision in it
 * @param compacted the oldest revision it can be restored at; 0 when nothing was compacted
 * @param timeMs the store's own clock when it was taken, in milliseconds since 1970
 * @param hashes the SHA-256 of every file in it, in hexadecimal digits, by its name
 */
public record SnapshotManifest(
    UUID cluster,
    String member,
    long revision,
    long compacted,
    long timeMs,
    SortedMap<String, String> hashes) {
  /** The newest format this code reads and the one it writes. */
  static final int FORMAT = 1;

  private static final String FILE = "file.";

  /** Copies the map. */
  public SnapshotManifest {
    hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
  }

  /** The oldest revision that can be restored. */
  public long oldestRevision() {
    return Math.max(1, compacted);
  }

  SnapshotManifest with(String file, String hash) {
    SortedMap<String, String> more = new TreeMap<>(hashes);
    more.put(file, hash);
    return new SnapshotManifest(cluster, member, revision, compacted, timeMs, more);
  }

  String text() {
    StringBuilder out = new StringBuilder(256);
    out.append("format=").append(FORMAT);
    out.append("\ncluster=").append(cluster);
    out.append("\nmember=").append(member);
    out.append("\nrevision=").append(revision);
    out.append("\ncompacted=").append(compacted);
    out.append("\ntimeMs=").append(timeMs).append('\n');
    for (Map.Entry<String, String> hash : hashes.entrySet()) {
      out.append(FILE).append(hash.getKey()).append('=').append(hash.getValue()).append('\n');
    }
    return out.toString();
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
    SortedMap<String, String> hashes = new TreeMap<>();
    for (String name : found.stringPropertyNames()) {
      if (name.startsWith(FILE)) {
        String file = name.substring(FILE.length());
        if (file.contains("/") || file.contains("..")) {
          throw new IllegalArgumentException("a file in it is named " + file);
        }
        hashes.put(file, found.getProperty(name));
      }
    }
    return new SnapshotManifest(
        UUID.fromString(found.getProperty("cluster", "")),
        found.getProperty("member", ""),
        number(found, "revision"),
        number(found, "compacted"),
        number(found, "timeMs"),
        hashes);
  }

  private static long number(Properties found, String name) {
    try {
      return Long.parseLong(found.getProperty(name, ""));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("its manifest does not say a " + name, e);
    }
  }
}
