package io.jukung.conformance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.conformance.house.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code ./jukung} with arguments, to its end. */
public final class Launcher {
  private static final long BOUND_SECONDS = 120;

  private Launcher() {}

  /** How a command ended. */
  public record Ended(int status, String output) {
    /** What it said last. */
    public String lastLine() {
      List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
      return lines.isEmpty() ? "" : lines.getLast();
    }
  }

  /** Where the launcher is. */
  public static String path() {
    return Repository.find().root().resolve("jukung").toString();
  }

  /** Runs {@code ./jukung} with these arguments. */
  public static Ended jukung(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(path()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs any command. */
  public static Ended run(List<String> command) throws IOException, InterruptedException {
    return ended(builder(command));
  }

  static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JAVA_HOME");
    return builder;
  }

  static Ended ended(ProcessBuilder builder) throws IOException, InterruptedException {
    Path log = Files.createTempFile("launcher", ".log");
    try {
      Process process = builder.redirectOutput(log.toFile()).start();
      boolean ended = process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(ended).as("ends by itself: " + builder.command()).isTrue();
      return new Ended(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
    } finally {
      Files.delete(log);
    }
  }
}
