package io.jukung.cli;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder a server keeps everything in: store, certificates and kubeconfig. */
public final class DataFolder {
  /**
   * Under this much free space a start is refused: 256 MiB, room for a log segment and a
   * compaction.
   */
  static final long MIN_FREE_BYTES = 256L << 20;

  private DataFolder() {}

  /**
   * The one well-known folder of the user: {@code $XDG_DATA_HOME/jukung}, else {@code
   * ~/.local/share/jukung}.
   */
  public static Path ofUser() {
    String xdg = System.getenv("XDG_DATA_HOME");
    Path base =
        xdg != null && !xdg.isBlank() ? Path.of(xdg) : home().resolve(Path.of(".local", "share"));
    return base.resolve("jukung").toAbsolutePath();
  }

  /** The shell's idea of home, which the virtual machine does not look at. */
  private static Path home() {
    String home = System.getenv("HOME");
    return Path.of(home != null && !home.isBlank() ? home : System.getProperty("user.home"));
  }

  /**
   * Makes the folder, readable by its owner only, unless it is there.
   *
   * @throws StartFailure when it can't be used or its disk is nearly full
   */
  static Path prepare(Path folder) {
    Path dir = folder.toAbsolutePath().normalize();
    try {
      if (!Files.isDirectory(dir)) {
        Files.createDirectories(
            dir,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      if (!Files.isWritable(dir)) {
        throw new StartFailure(
            ExitCode.DATA_DIR_UNUSABLE, "the data folder " + dir + " can't be written to");
      }
      FileStore disk = Files.getFileStore(dir);
      if (disk.getUsableSpace() < MIN_FREE_BYTES) {
        throw new StartFailure(
            ExitCode.DATA_DIR_UNUSABLE,
            String.format(
                "the disk of the data folder %s has %d MiB free; at least %d MiB are needed",
                dir, disk.getUsableSpace() >> 20, MIN_FREE_BYTES >> 20));
      }
      return dir;
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.DATA_DIR_UNUSABLE, "the data folder " + dir + " can't be made or read: " + e);
    }
  }
}
