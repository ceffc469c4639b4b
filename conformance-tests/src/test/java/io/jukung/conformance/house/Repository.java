package io.jukung.conformance.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The checkout the tests run in. Immutable. */
public final class Repository {
  private static final Set<String> NOT_SOURCE =
      Set.of(".git", "target", ".idea", ".vscode", ".settings", "node_modules");

  private final Path root;

  private Repository(Path root) {
    this.root = root;
  }

  /** The nearest folder at or above the working directory that holds the Maven wrapper. */
  public static Repository find() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("mvnw"))) {
        return new Repository(folder);
      }
    }
    throw new IllegalStateException("no mvnw at or above " + Path.of("").toAbsolutePath());
  }

  /** The top folder. */
  public Path root() {
    return root;
  }

  /** Every file that is not built, in order of path. */
  public List<Path> files() {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return NOT_SOURCE.contains(String.valueOf(folder.getFileName()))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              // In a linked worktree .git is a file that holds a path.
              if (attributes.isRegularFile() && !file.getFileName().toString().equals(".git")) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(null);
    return found;
  }

  /** Every Java file. */
  public List<Path> javaFiles() {
    return files().stream().filter(file -> file.toString().endsWith(".java")).toList();
  }

  /** A file's path from the top folder on. */
  public String name(Path file) {
    return root.relativize(file).toString();
  }

  /** A file's text; bytes that are no UTF-8 come as replacement characters. */
  public static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
