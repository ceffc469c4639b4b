package io.jukung.bench;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds, through Linux' {@code /proc}, which processes listen on a TCP port. Stateless. */
public final class ListeningProcesses {
  private static final String LISTEN = "0A";

  private ListeningProcesses() {}

  /** The processes, none where {@code /proc} is missing or does not show them. */
  public static List<Long> on(int port) throws IOException {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      Path file = Path.of(table);
      if (Files.isReadable(file)) {
        addSockets(Files.readAllLines(file), port, sockets);
      }
    }
    List<Long> found = new ArrayList<>();
    if (sockets.isEmpty()) {
      return found;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (holdsAny(process.resolve("fd"), sockets)) {
          found.add(Long.parseLong(process.getFileName().toString()));
        }
      }
    }
    return found;
  }

  /** Lines read {@code sl local remote state queues timer retransmits uid timeout inode}. */
  static void addSockets(List<String> lines, int port, Set<String> into) {
    String suffix = ":%04X".formatted(port);
    for (String line : lines) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns.length > 9 && columns[1].endsWith(suffix) && columns[3].equals(LISTEN)) {
        into.add("socket:[" + columns[9] + "]");
      }
    }
  }

  private static boolean holdsAny(Path descriptors, Set<String> sockets) {
    try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
      for (Path link : links) {
        if (sockets.contains(Files.readSymbolicLink(link).toString())) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      // Another user's process, or one that ended meanwhile: not one that can be measured.
      return false;
    }
  }
}
