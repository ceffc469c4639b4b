package io.jukung.raftstore;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A store's snapshot in one file: a zip of a RocksDB checkpoint, with a {@link SnapshotManifest} as
 * its last entry that holds the hash of every other. It has the history too that was retained when
 * it was made. Readable by its owner only, as it holds secrets.
 */
public final class SnapshotFile {
  private static final String MANIFEST = "manifest";
  private static final int MOST_MANIFEST_BYTES = 16 << 20;

  private SnapshotFile() {}

  /**
   * Packs a checkpoint.
   *
   * @param checkpoint a folder of RocksDB that nothing else uses
   * @param about what the manifest says beside the hashes
   * @param target the file to make; there whole or not at all
   * @throws IOException when it is there already or can't be written
   */
  static SnapshotManifest pack(Path checkpoint, SnapshotManifest about, Path target)
      throws IOException {
    if (Files.exists(target)) {
      throw new IOException(target + " exists already");
    }
    Path part = target.resolveSibling(target.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(
        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    SnapshotManifest manifest = about;
    try {
      try (OutputStream out = Files.newOutputStream(part);
          ZipOutputStream zip = new ZipOutputStream(out)) {
        zip.setLevel(Deflater.BEST_SPEED);
        for (Path file : files(checkpoint)) {
          String name = file.getFileName().toString();
          zip.putNextEntry(new ZipEntry(name));
          DigestOutputStream hashed = new DigestOutputStream(zip, sha256());
          Files.copy(file, hashed);
          zip.closeEntry();
          manifest = manifest.with(name, hash(hashed.getMessageDigest()));
        }
        zip.putNextEntry(new ZipEntry(MANIFEST));
        zip.write(manifest.text().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    return manifest;
  }

  /**
   * Reads a whole snapshot and compares every hash.
   *
   * @throws IOException when it is no snapshot, of a newer format, cut off or changed
   */
  public static SnapshotManifest verify(Path file) throws IOException {
    return read(file, Optional.empty());
  }

  /** Unpacks a snapshot into a folder, verified; the folder must exist and be empty. */
  static SnapshotManifest unpack(Path file, Path folder) throws IOException {
    return read(file, Optional.of(folder));
  }

  private static SnapshotManifest read(Path file, Optional<Path> folder) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is not a file");
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      SnapshotManifest manifest = manifest(zip);
      for (String name : manifest.hashes().keySet()) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
          throw new IOException(file + " is damaged: it lacks " + name);
        }
        MessageDigest digest = sha256();
        try (InputStream in = zip.getInputStream(entry);
            OutputStream out = output(folder, name);
            DigestOutputStream hashed = new DigestOutputStream(out, digest)) {
          var _ = in.transferTo(hashed);
        }
        if (!hash(digest).equals(manifest.hashes().get(name))) {
          throw new IOException(file + " is damaged: " + name + " has another hash");
        }
      }
      return manifest;
    } catch (java.util.zip.ZipException e) {
      throw new IOException(file + " is not a snapshot, or damaged: " + e.getMessage(), e);
    }
  }

  private static OutputStream output(Optional<Path> folder, String name) throws IOException {
    return folder.isPresent()
        ? Files.newOutputStream(folder.get().resolve(name), StandardOpenOption.CREATE_NEW)
        : OutputStream.nullOutputStream();
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

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String hash(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
