package io.jukung.raftstore.etcdapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.storage.etcd.EtcdTls;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real etcdctls tests run: those {@code JUKUNG_ETCDCTL} lists, or the one on the path. */
public record Etcdctl(String binary, List<String> options) {
  /** All of them, oldest first as listed; never empty. */
  public static List<String> all() {
    String listed = System.getenv().getOrDefault("JUKUNG_ETCDCTL", "");
    List<String> found =
        Arrays.stream(listed.split(File.pathSeparator, -1)).filter(b -> !b.isEmpty()).toList();
    for (String binary : found) {
      if (!Files.isExecutable(Path.of(binary))) {
        throw new AssertionError("listed in JUKUNG_ETCDCTL but not executable: " + binary);
      }
    }
    return found.isEmpty() ? List.of("etcdctl") : found;
  }

  /** One that reaches servers. */
  public static Etcdctl of(String binary, String endpoints, EtcdTls tls) {
    List<String> options = new ArrayList<>();
    options.add("--endpoints=" + endpoints);
    tls.authorities().ifPresent(file -> options.add("--cacert=" + file));
    tls.certificate().ifPresent(file -> options.add("--cert=" + file));
    tls.key().ifPresent(file -> options.add("--key=" + file));
    options.add("--dial-timeout=20s");
    options.add("--command-timeout=20s");
    return new Etcdctl(binary, options);
  }

  /** One for files only. */
  public static Etcdctl offline(String binary) {
    return new Etcdctl(binary, List.of());
  }

  /** Runs a command; returns all it prints. */
  public String run(String... arguments) {
    return run("", List.of(arguments));
  }

  /** Runs a command with something to read. */
  public String run(String input, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(binary);
    command.addAll(options);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ETCDCTL_API", "3");
    try {
      Process process = builder.start();
      try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
        in.write(input);
      }
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
