package io.jukung.storage.etcd;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The real etcds tests run: those {@code JUKUNG_ETCD} lists, or the one on the path. */
public final class EtcdBinary {
  private EtcdBinary() {}

  /** All of them, oldest first as listed; never empty. */
  public static List<Path> all() {
    List<Path> listed =
        split(System.getenv().getOrDefault("JUKUNG_ETCD", ""))
            .map(Path::of)
            .filter(path -> !path.toString().isEmpty())
            .toList();
    List<Path> found =
        listed.isEmpty()
            ? split(System.getenv().getOrDefault("PATH", ""))
                .map(folder -> Path.of(folder, "etcd"))
                .filter(Files::isExecutable)
                .limit(1)
                .toList()
            : listed;
    for (Path binary : found) {
      if (!Files.isExecutable(binary)) {
        throw new AssertionError("listed in JUKUNG_ETCD but not executable: " + binary);
      }
    }
    if (found.isEmpty()) {
      throw new AssertionError("no etcd: put one on the path or list some in JUKUNG_ETCD");
    }
    return found;
  }

  private static Stream<String> split(String list) {
    return Arrays.stream(list.split(File.pathSeparator, -1));
  }
}
