package io.jukung.raftstore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the end of the Raft log before Ratis opens it.
 *
 * <p>A process that is killed, or a machine that loses power, can leave the last write half done;
 * nobody was told that it succeeded. Ratis refuses to start then (or, told otherwise, would pass
 * over any damage). This tells such a torn write, which it cuts off, from damage to what was
 * acknowledged, where opening is refused:
 *
 * <ul>
 *   <li>a broken entry with a whole one anywhere behind it is damage;
 *   <li>else one whose unwritten part is still the zeros of the preallocated file is torn: a whole
 *       disk sector of it, or its checksum, is zero;
 *   <li>else it is damage: bits flipped in what had been written, or the file was cut.
 * </ul>
 *
 * <p>Compare etcd's {@code server/storage/wal/decoder.go}, {@code isTornEntry}.
 */
final class LogCheck {
  private static final Logger LOG = LoggerFactory.getLogger(LogCheck.class);
  private static final int SECTOR = 512;

  private LogCheck() {}

  /**
   * Checks and repairs the segment being written.
   *
   * @param folder the log's files; need not exist
   * @param accept cut off damage too
   * @throws StoreOpenException when acknowledged writes would be lost
   */
  static void check(Path folder, boolean accept) {
    each(folder, "log_inprogress_*", (segment, file) -> check(segment, file, accept));
  }

  /** What is damaged in all segments, in words; changes nothing. */
  static List<String> damages(Path folder) {
    List<String> found = new ArrayList<>();
    each(
        folder,
        "log_*",
        (segment, file) -> {
          LogFrames frames = new LogFrames(file);
          int end = frames.firstWithoutFrame();
          if (end >= 0 && !zeros(file, end, file.length)) {
            damage(frames, file, end)
                .ifPresent(what -> found.add(segment + " " + what + " at byte " + end));
          }
        });
    return found;
  }

  private static void each(Path folder, String glob, Look look) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> segments = Files.newDirectoryStream(folder, glob)) {
      for (Path segment : segments) {
        look.at(segment, Files.readAllBytes(segment));
      }
    } catch (IOException e) {
      throw new StoreOpenException("the log in " + folder + " can't be read: " + e, e);
    }
  }

  private interface Look {
    void at(Path segment, byte[] file) throws IOException;
  }

  private static void check(Path segment, byte[] file, boolean accept) throws IOException {
    LogFrames frames = new LogFrames(file);
    int end = frames.firstWithoutFrame();
    if (end < 0 || zeros(file, end, file.length)) {
      return; // No header yet, which Ratis handles, or a clean end.
    }
    Optional<String> damage = damage(frames, file, end);
    if (damage.isPresent() && !accept) {
      throw new StoreOpenException(
          "the log is damaged: "
              + segment
              + " "
              + damage.get()
              + " at byte "
              + end
              + "; acknowledged writes may be lost from there on. Nothing was changed");
    }
    Path kept = segment.resolveSibling("discarded-" + segment.getFileName() + "-" + end);
    Files.write(kept, Arrays.copyOfRange(file, end, file.length));
    LOG.warn(
        "cutting {} at byte {}: {}; kept in {}", segment, end, damage.orElse("torn write"), kept);
    try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      channel.truncate(end);
      channel.force(true);
    }
  }

  /** Says what is wrong at {@code start} beyond a torn write; empty when it is one. */
  private static Optional<String> damage(LogFrames frames, byte[] file, int start) {
    if (frames.anyFrameAfter(start)) {
      return Optional.of("has a broken entry before whole ones");
    }
    long end = frames.endOfFrame(start);
    if (end > file.length) {
      return Optional.of("is cut off within an entry");
    }
    boolean unreadable = end < 0;
    int checked = unreadable ? file.length : (int) end;
    boolean torn =
        unreadable || zeros(file, checked - 4, checked) || hasZeroSector(file, start, checked);
    return torn ? Optional.empty() : Optional.of("has a changed entry");
  }

  private static boolean hasZeroSector(byte[] file, int start, int end) {
    for (int from = start; from < end; ) {
      int to = Math.min(end, (from / SECTOR + 1) * SECTOR);
      if (zeros(file, from, to)) {
        return true;
      }
      from = to;
    }
    return false;
  }

  private static boolean zeros(byte[] file, int from, int to) {
    for (int i = from; i < to; i++) {
      if (file[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
