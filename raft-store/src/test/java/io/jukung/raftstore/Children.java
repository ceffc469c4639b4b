package io.jukung.raftstore;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Java processes started by tests, on the tests' own class path. */
final class Children {
  private Children() {}

  static Process start(Class<?> main, Path folder, long seed) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    return new ProcessBuilder(
            List.of(
                java,
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                main.getName(),
                folder.toString(),
                Long.toString(seed)))
        .redirectError(new File("/dev/null"))
        .start();
  }
}
