package io.jukung.raftstore;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A store's snapshot in one file: a zip of a RocksDB checkpoint and its {@link SnapshotManifest},
 * with the history that was retained when it was made. The zip's comment, which ends the file, is
 * the SHA-256 of all that stands before it, so a change of any byte is found. Readable by its owner
 * only, as it holds secrets.
 */
public final class SnapshotFile {
  private static final String MANIFEST = "manifest";
  private static final int MOST_MANIFEST_BYTES = 1 << 20;

  /** The length of a hash in hexadecimal digits. */
  private static final int HASH_LENGTH = 64;

  private SnapshotFile() {}

  /**
   * Packs a checkpoint.
   *
   * @param checkpoint a folder of RocksDB that nothing else uses
   * @param target the file to make; there whole or not at all
   * @throws IOException when it is there already or can't be written
   */
  static void pack(Path checkpoint, SnapshotManifest manifest, Path target) throws IOException {
    if (Files.exists(target)) {
      throw new IOException(target + " exists already");
    }
    Path part = target.resolveSibling(target.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(
        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      writeZip(checkpoint, manifest, part);
      String hash = hash(part);
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        ByteBuffer end = ByteBuffer.wrap(hash.getBytes(StandardCharsets.US_ASCII));
        channel.position(channel.size() - HASH_LENGTH);
        while (end.hasRemaining()) {
          channel.write(end);
        }
        channel.force(true);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** All but the hash, which has its room at the end. */
  private static void writeZip(Path checkpoint, SnapshotManifest manifest, Path target)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(target);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(Deflater.BEST_SPEED);
      zip.setComment("0".repeat(HASH_LENGTH));
      for (Path file : files(checkpoint)) {
        zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
        Files.copy(file, zip);
        zip.closeEntry();
      }
      zip.putNextEntry(new ZipEntry(MANIFEST));
      zip.write(manifest.text().getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
  }

  /**
   * Reads a whole snapshot and compares its hash.
   *
   * @throws IOException when it is no snapshot, of a newer format, cut off or changed
   */
  public static SnapshotManifest verify(Path file) throws IOException {
    try (ZipFile zip = open(file)) {
      return manifest(zip);
    }
  }

  /** Unpacks a snapshot into a folder, verified; the folder must exist and be empty. */
  static SnapshotManifest unpack(Path file, Path folder) throws IOException {
    try (ZipFile zip = open(file)) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        Path target = folder.resolve(entry.getName());
        if (!Objects.equals(target.normalize().getParent(), folder)) {
          throw new IOException(file + " is not usable: a file in it is named " + entry.getName());
        }
        if (!entry.getName().equals(MANIFEST)) {
          try (InputStream in = zip.getInputStream(entry)) {
            var _ = Files.copy(in, target);
          }
        }
      }
      return manifest(zip);
    }
  }

  private static ZipFile open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is not a file");
    }
    try {
      ZipFile zip = new ZipFile(file.toFile());
      if (hash(file).equals(zip.getComment())) {
        return zip;
      }
      zip.close();
    } catch (ZipException e) {
      throw new IOException(file + " is not a snapshot, or damaged: " + e.getMessage(), e);
    }
    throw new IOException(file + " is not a snapshot, or damaged: it has another hash");
  }

  private static SnapshotManifest manifest(ZipFile zip) throws IOException {
    ZipEntry entry = zip.getEntry(MANIFEST);
    if (entry == null) {
      throw new IOException(zip.getName() + " is not a snapshot of a store: it has no manifest");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] text = in.readNBytes(MOST_MANIFEST_BYTES);
      return SnapshotManifest.parse(new String(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new IOException(zip.getName() + " is not usable: " + e.getMessage(), e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The hash of a file without its last {@link #HASH_LENGTH} bytes, in hexadecimal digits. */
  private static String hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (FileChannel channel = FileChannel.open(file);
        InputStream in = new DigestInputStream(Channels.newInputStream(channel), digest)) {
      byte[] buffer = new byte[1 << 16];
      long left = channel.size() - HASH_LENGTH;
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (read < 0) {
          throw new IOException(file + " became shorter while it was read");
        }
        left -= read;
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
