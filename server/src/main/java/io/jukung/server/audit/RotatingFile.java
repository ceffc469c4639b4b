package io.jukung.server.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * A file for its owner alone that is put away under a name with the time when it is full, as {@code
 * NAME-2026-11-26T11-04-05.000.log}; old ones are compressed and removed as told. The names are
 * those of lumberjack, which kube-apiserver's log is made with. Used by one thread at a time.
 */
final class RotatingFile extends OutputStream {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS").withZone(ZoneOffset.UTC);

  private final Path file;
  private final long maxBytes;
  private final int maxBackups;
  private final Duration maxAge;
  private final boolean compress;
  private final InstantSource clock;
  private OutputStream out;
  private long size;

  /**
   * Opens the file; makes it, and its folder.
   *
   * @param maxBytes 0 is no bound
   * @param maxBackups 0 keeps all
   * @param maxAge zero keeps all
   */
  RotatingFile(
      Path file,
      long maxBytes,
      int maxBackups,
      Duration maxAge,
      boolean compress,
      InstantSource clock)
      throws IOException {
    this.file = file.toAbsolutePath();
    this.maxBytes = maxBytes;
    this.maxBackups = maxBackups;
    this.maxAge = maxAge;
    this.compress = compress;
    this.clock = clock;
    Path folder = folder();
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    this.out = open();
  }

  private Path folder() {
    Path parent = file.getParent();
    return parent == null ? Path.of("/") : parent;
  }

  private OutputStream open() throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    size = Files.size(file);
    return Files.newOutputStream(file, StandardOpenOption.APPEND);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (maxBytes > 0 && size > 0 && size + length > maxBytes) {
      rotate();
    }
    out.write(bytes, offset, length);
    size += length;
  }

  private void rotate() throws IOException {
    out.close();
    Instant now = clock.instant();
    Path backup = backup(now);
    while (Files.exists(backup)) {
      now = now.plusMillis(1);
      backup = backup(now);
    }
    Files.move(file, backup);
    out = open();
    if (compress) {
      compress(backup);
    }
    clean(clock.instant());
  }

  private Path backup(Instant time) {
    return folder().resolve(stem() + "-" + TIME.format(time) + extension());
  }

  private String stem() {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - extension().length());
  }

  private String extension() {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot);
  }

  private static void compress(Path backup) throws IOException {
    Path compressed = backup.resolveSibling(backup.getFileName() + ".gz");
    Files.createFile(
        compressed,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (InputStream in = Files.newInputStream(backup);
        OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(compressed))) {
      in.transferTo(gzip);
    }
    Files.delete(backup);
  }

  private record Backup(Path path, Instant time) {}

  private void clean(Instant now) throws IOException {
    List<Backup> backups = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder())) {
      files.forEach(path -> time(path).ifPresent(time -> backups.add(new Backup(path, time))));
    }
    backups.sort(Comparator.comparing(Backup::time).reversed());
    for (int i = 0; i < backups.size(); i++) {
      Backup backup = backups.get(i);
      boolean tooMany = maxBackups > 0 && i >= maxBackups;
      boolean tooOld = !maxAge.isZero() && backup.time.isBefore(now.minus(maxAge));
      if (tooMany || tooOld) {
        Files.deleteIfExists(backup.path);
      }
    }
  }

  private Optional<Instant> time(Path path) {
    String name = String.valueOf(path.getFileName());
    String start = stem() + "-";
    String end = name.endsWith(".gz") ? extension() + ".gz" : extension();
    if (!name.startsWith(start)
        || !name.endsWith(end)
        || name.length() <= start.length() + end.length()) {
      return Optional.empty();
    }
    try {
      String time = name.substring(start.length(), name.length() - end.length());
      return Optional.of(Instant.from(TIME.parse(time)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
