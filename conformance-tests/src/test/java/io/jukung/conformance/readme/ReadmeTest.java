package io.jukung.conformance.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.house.Repository;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command in README.md's shell blocks is run, in order, by a user whose home folder is empty.
 * The one that goes on until it is stopped is stopped at the end, and must end well.
 */
class ReadmeTest {
  private static final Duration START_BOUND = Duration.ofMinutes(4);
  private static final long COMMAND_BOUND_SECONDS = 120;

  /** Commands this test does not run, and why. */
  private static final Map<String, String> NOT_RUN =
      Map.of("./mvnw verify", "it is the build that runs this test");

  private final Repository repository = Repository.find();
  private @TempDir Path home;

  @Test
  void everyCommandDoesWhatItSays() throws IOException, InterruptedException {
    List<String> blocks = blocks(Repository.text(repository.root().resolve("README.md")));
    assertThat(blocks).hasSizeGreaterThan(2);
    Optional<Process> server = Optional.empty();
    try {
      for (String block : blocks) {
        if (block.equals("./jukung up")) {
          server = Optional.of(shell("exec ./jukung up", home.resolve("up.log")));
          awaitReady(server.get());
        } else if (!NOT_RUN.containsKey(block)) {
          run(block);
        }
      }
      assertThat(server).as("README.md says how to start").isPresent();
      server.get().destroy();
      assertThat(server.get().waitFor(COMMAND_BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(server.get().exitValue()).isZero();
    } finally {
      server.ifPresent(Process::destroyForcibly);
    }
  }

  private void run(String block) throws IOException, InterruptedException {
    Path log = home.resolve("command.log");
    Process process = shell("set -e\n" + block, log);
    boolean ended = process.waitFor(COMMAND_BOUND_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as(block + "\n" + Files.readString(log)).isTrue();
    assertThat(process.exitValue()).as(block + "\n" + Files.readString(log)).isZero();
  }

  private void awaitReady(Process server) throws InterruptedException {
    Path kubeconfig = home.resolve(".local/share/jukung/admin.kubeconfig");
    Await.until(
        "./jukung up is ready",
        START_BOUND,
        () -> {
          if (!server.isAlive()) {
            throw new InterruptedException(
                "./jukung up ended: " + Files.readString(home.resolve("up.log")));
          }
          if (!Files.exists(kubeconfig)) {
            return false;
          }
          try (ApiClient client = new ApiClient(KubeConfig.read(kubeconfig))) {
            return client.send(ApiRequest.of("GET", "/readyz")).statusCode() == 200;
          }
        });
  }

  private Process shell(String script, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", script)
            .directory(repository.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    // A build, should one be needed, finds the libraries this build has fetched.
    environment.put(
        "MAVEN_OPTS",
        "-Dmaven.repo.local="
            + System.getProperty(
                "maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));
    environment.put("HOME", home.toString());
    environment.remove("KUBECONFIG");
    String kubectls =
        Arrays.stream(
                System.getenv().getOrDefault("JUKUNG_KUBECTL", "").split(File.pathSeparator, -1))
            .filter(binary -> !binary.isEmpty())
            .map(binary -> String.valueOf(Path.of(binary).getParent()))
            .collect(Collectors.joining(File.pathSeparator));
    environment.merge("PATH", kubectls, (path, more) -> more + File.pathSeparator + path);
    return builder.start();
  }

  /** The text of each fenced block marked {@code sh}. */
  private static List<String> blocks(String text) {
    List<String> blocks = new ArrayList<>();
    boolean inside = false;
    List<String> lines = new ArrayList<>();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (line.equals("```sh")) {
        inside = true;
        lines.clear();
      } else if (inside && line.equals("```")) {
        inside = false;
        blocks.add(String.join("\n", lines));
      } else if (inside) {
        lines.add(line);
      }
    }
    return blocks;
  }
}
