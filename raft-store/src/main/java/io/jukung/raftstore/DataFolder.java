package io.jukung.raftstore;

import io.jukung.raftstore.StoreOpenException.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one store, held by this process until {@link #close}.
 *
 * <p>{@code lock} is locked and names the process; {@code version} says the format and who this
 * member is; {@code raft/} belongs to Ratis and {@code state/} to RocksDB.
 */
final class DataFolder implements AutoCloseable {
  /** The newest format this code reads and the one it writes. */
  static final int FORMAT = 1;

  /** A whole state that is to replace the one there is. */
  private static final String NEXT = "state.next";

  private static final String MOVED = "moved";
  private static final String SCRATCH = "scratch-";

  private final Path folder;
  private final FileChannel lockFile;
  private volatile Identity identity;
  private volatile String clientUrl = "";

  private DataFolder(Path folder, FileChannel lockFile, Identity identity) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.identity = identity;
  }

  /** Takes hold of a folder of one member alone, making it when missing. */
  static DataFolder open(Path folder) {
    return open(folder, Identity::random);
  }

  /**
   * Takes hold of a folder, making it when missing.
   *
   * @param fresh who a member in a new folder is
   * @throws StoreOpenException when another process has it or its format is newer
   */
  static DataFolder open(Path folder, Supplier<Identity> fresh) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StoreOpenException("data folder " + folder + " can't be made: " + e, e);
    }
    FileChannel lockFile = lock(folder);
    boolean opened = false;
    try {
      Identity identity = identity(folder.resolve("version"), fresh);
      finishInstall(folder);
      Files.createDirectories(folder.resolve("raft"));
      Files.createDirectories(folder.resolve("state"));
      removeScratch(folder);
      opened = true;
      return new DataFolder(folder, lockFile, identity);
    } catch (IOException e) {
      throw new StoreOpenException("data folder " + folder + " can't be used: " + e, e);
    } finally {
      if (!opened) {
        closeQuietly(lockFile);
      }
    }
  }

  Path raft() {
    return folder.resolve("raft");
  }

  Path state() {
    return folder.resolve("state");
  }

  Identity identity() {
    return identity;
  }

  /** Notes where this member serves clients by etcd's API. */
  void serves(String url) {
    clientUrl = url;
  }

  /** Where this member serves clients by etcd's API; empty when it does not. */
  String clientUrl() {
    return clientUrl;
  }

  /** Where a replica keeps its state, opened with so much memory. */
  Replica.Home home(long memoryBytes) {
    return new Replica.Home() {
      @Override
      public void keepForInstall(Path whole) {
        DataFolder.this.keepForInstall(whole);
      }

      @Override
      public StateDb openInstalled() {
        finishInstall();
        return StateDb.open(state(), memoryBytes);
      }
    };
  }

  /**
   * Takes a whole state, to be put into the place of the one there is by {@link #finishInstall}, or
   * by the next {@link #open} when this process dies before.
   */
  void keepForInstall(Path whole) {
    try {
      Files.move(whole, folder.resolve(NEXT), StandardCopyOption.ATOMIC_MOVE);
      force(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("state can't be installed", e);
    }
  }

  /** Puts a kept state into place, if there is one. Nothing may have the old one open. */
  void finishInstall() {
    finishInstall(folder);
  }

  private static void finishInstall(Path folder) {
    Path next = folder.resolve(NEXT);
    try {
      if (Files.exists(next)) {
        delete(folder.resolve("state"));
        Files.move(next, folder.resolve("state"), StandardCopyOption.ATOMIC_MOVE);
        force(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("state can't be installed", e);
    }
  }

  /** Deletes a folder with all in it, if it is there. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder.toAbsolutePath())) {
      channel.force(true);
    }
  }

  /** Notes the group that this folder's member belongs to from here on. */
  void belongTo(UUID cluster) {
    Identity member = identity.in(cluster);
    try {
      write(folder.resolve("version"), member);
    } catch (IOException e) {
      throw new StoreOpenException("data folder " + folder + " can't be written: " + e, e);
    }
    identity = member;
  }

  /**
   * Gives this folder's store a new name: it is another store from the next start on. Only for a
   * folder whose Raft log is gone.
   */
  void becomeAnother() throws IOException {
    write(folder.resolve("version"), Identity.random());
  }

  /**
   * Closes this folder for good: a start is refused and told where the store is now.
   *
   * @param where what to tell; one line
   */
  void markMoved(String where) throws IOException {
    Files.writeString(
        folder.resolve("version"), MOVED + "=" + where + "\n", StandardOpenOption.APPEND);
  }

  /** A path in this folder that nothing is at, for a moment's use. */
  Path scratch() {
    return folder.resolve(SCRATCH + UUID.randomUUID());
  }

  /** Free bytes on the folder's disk; empty when the system does not say. */
  Optional<Long> freeBytes() {
    try {
      return Optional.of(Files.getFileStore(folder).getUsableSpace());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    closeQuietly(lockFile);
  }

  private static FileChannel lock(Path folder) {
    Path path = folder.resolve("lock");
    try {
      FileChannel file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (tryLock(file) == null) {
        String owner = Files.readString(path).strip();
        closeQuietly(file);
        throw new StoreOpenException(
            Reason.IN_USE,
            "data folder " + folder + " is in use by process " + (owner.isEmpty() ? "?" : owner));
      }
      file.truncate(0);
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
      file.write(ByteBuffer.wrap(pid));
      return file;
    } catch (IOException e) {
      throw new StoreOpenException("data folder " + folder + " can't be locked: " + e, e);
    }
  }

  /** Refuses a folder whose disk has less than {@code bytes} free. */
  void requireFree(long bytes) {
    freeBytes()
        .filter(free -> free < bytes)
        .ifPresent(
            free -> {
              throw new StoreOpenException(
                  "too little disk space for "
                      + folder
                      + ": "
                      + free
                      + " bytes free, "
                      + bytes
                      + " needed");
            });
  }

  /** What a process that was killed left behind. */
  private static void removeScratch(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, SCRATCH + "*")) {
      for (Path path : left) {
        delete(path);
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // Locked by this very process.
    }
  }

  private static Identity identity(Path path, Supplier<Identity> fresh) throws IOException {
    if (!Files.exists(path)) {
      Identity identity = fresh.get();
      write(path, identity);
      return identity;
    }
    Properties properties = new Properties();
    properties.load(new StringReader(Files.readString(path)));
    String format = properties.getProperty("format", "");
    if (!format.matches("[0-9]{1,9}")) {
      throw new StoreOpenException(path + " is damaged: it does not say a format");
    }
    if (Integer.parseInt(format) > FORMAT) {
      throw new StoreOpenException(
          Reason.TOO_NEW,
          "data folder "
              + path.getParent()
              + " is of format "
              + format
              + ", written by a newer release; this one reads up to format "
              + FORMAT);
    }
    String moved = properties.getProperty(MOVED);
    if (moved != null) {
      throw new StoreOpenException(
          Reason.MOVED,
          "the store of data folder "
              + path.getParent()
              + " has moved to "
              + moved
              + "; remove the last line of its file version to use what is left here after all");
    }
    try {
      return new Identity(
          UUID.fromString(properties.getProperty("cluster", "")),
          properties.getProperty("member", ""));
    } catch (IllegalArgumentException e) {
      throw new StoreOpenException(path + " is damaged: " + e.getMessage(), e);
    }
  }

  /** The file is there whole or not at all. */
  private static void write(Path path, Identity identity) throws IOException {
    Path fresh = path.resolveSibling("version.new");
    String text =
        "format="
            + FORMAT
            + "\ncluster="
            + identity.cluster()
            + "\nmember="
            + identity.member()
            + "\n";
    try (FileChannel file =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      file.force(true);
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    force(Objects.requireNonNull(path.toAbsolutePath().getParent()));
  }

  private static void closeQuietly(FileChannel file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
