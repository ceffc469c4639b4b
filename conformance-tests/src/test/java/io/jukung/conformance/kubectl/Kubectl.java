package io.jukung.conformance.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One kubectl binary, one kubeconfig and one namespace. Immutable. */
final class Kubectl {
  private static final long BOUND_SECONDS = 60;

  /** What a run printed and how it ended. */
  record Result(int exit, String out, String err) {
    /** The lines printed, with runs of blanks made one: tables pad by the widest cell. */
    List<String> lines() {
      return out.lines().map(line -> line.strip().replaceAll(" {2,}", "  ")).toList();
    }
  }

  private final Path binary;
  private final Path kubeconfig;
  private final Path home;
  private final String namespace;

  Kubectl(Path binary, Path kubeconfig, Path home, String namespace) {
    this.binary = binary;
    this.kubeconfig = kubeconfig;
    this.home = home;
    this.namespace = namespace;
  }

  /** The same in another namespace. */
  Kubectl in(String other) {
    return new Kubectl(binary, kubeconfig, home, other);
  }

  String namespace() {
    return namespace;
  }

  /** A file with the text, for {@code -f}. */
  Path file(String name, String text) throws IOException {
    return Files.writeString(home.resolve(name), text.replace("$NS", namespace));
  }

  /** Runs, and expects success. */
  Result ok(String... arguments) throws IOException, InterruptedException {
    Result result = run("", Map.of(), arguments);
    assertThat(result.exit())
        .as("kubectl %s\n%s\n%s", String.join(" ", arguments), result.out(), result.err())
        .isZero();
    return result;
  }

  /** Runs with the text on its standard input, and expects success. */
  Result pipe(String input, String... arguments) throws IOException, InterruptedException {
    Result result = run(input.replace("$NS", namespace), Map.of(), arguments);
    assertThat(result.exit())
        .as("kubectl %s\n%s\n%s", String.join(" ", arguments), result.out(), result.err())
        .isZero();
    return result;
  }

  /** Runs, and expects the exit status and a complaint that contains the text. */
  Result fails(int exit, String complaint, String... arguments)
      throws IOException, InterruptedException {
    Result result = run("", Map.of(), arguments);
    assertThat(result.err()).as("kubectl " + String.join(" ", arguments)).contains(complaint);
    assertThat(result.exit()).isEqualTo(exit);
    return result;
  }

  /** Runs with more environment. */
  Result run(String input, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(home, "out", "");
    Path err = Files.createTempFile(home, "err", "");
    ProcessBuilder builder = builder(arguments);
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(
          "kubectl " + String.join(" ", arguments) + " did not end\n" + Files.readString(out));
    }
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Starts one that runs on; the caller ends it. */
  Process start(String... arguments) throws IOException {
    return builder(arguments).redirectErrorStream(true).start();
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(binary.toString());
    command.add("--namespace=" + namespace);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", home.toString());
    environment.put("PATH", System.getenv("PATH"));
    environment.put("KUBECONFIG", kubeconfig.toAbsolutePath().toString());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }
}
