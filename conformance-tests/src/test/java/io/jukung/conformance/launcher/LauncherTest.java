package io.jukung.conformance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.bench.client.KubeConfig;
import io.jukung.conformance.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each start that can't succeed ends with its own status and one line that says why, and leaves the
 * folder as it was.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LauncherTest {
  private final String launcher = Launcher.path();
  private TestCluster cluster;
  private @TempDir Path folder;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    cluster = TestCluster.startOwn();
  }

  @AfterAll
  void stop() throws IOException {
    cluster.close();
  }

  @Test
  void aBusyPort() throws IOException, InterruptedException {
    int port = KubeConfig.read(cluster.kubeconfig()).server().getPort();
    Launcher.Ended ended = server(folder.resolve("fresh"), "--secure-port", Integer.toString(port));
    assertThat(ended.status()).as(ended.output()).isEqualTo(3);
    assertThat(ended.lastLine()).startsWith("jukung: can't listen on 127.0.0.1:" + port);
    assertThat(folder.resolve("fresh")).isEmptyDirectory();
  }

  @Test
  void aFolderInUse() throws IOException, InterruptedException {
    Path data = cluster.kubeconfig().resolveSibling("").normalize();
    String before = Files.readString(cluster.kubeconfig());
    Launcher.Ended ended = server(data);
    assertThat(ended.status()).as(ended.output()).isEqualTo(4);
    assertThat(ended.lastLine()).startsWith("jukung: ").contains(data.toString());
    assertThat(cluster.kubeconfig()).hasContent(before);
    assertThat(cluster.client().send(io.jukung.bench.client.ApiRequest.of("GET", "/readyz")))
        .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(200));
  }

  @Test
  void aFolderOfANewerRelease() throws IOException, InterruptedException {
    TestCluster old = TestCluster.startOwn();
    try {
      assertThat(old.stop()).as("a clean stop by SIGTERM").isZero();
      Path data = old.kubeconfig().resolveSibling("").normalize();
      Path version;
      try (var files = Files.walk(data)) {
        version =
            files
                .filter(file -> String.valueOf(file.getFileName()).equals("version"))
                .findFirst()
                .orElseThrow();
      }
      String text = Files.readString(version);
      Files.writeString(version, text.replaceAll("format=\\d+", "format=999"));
      Launcher.Ended ended = server(data);
      assertThat(ended.status()).as(ended.output()).isEqualTo(5);
      assertThat(ended.lastLine()).startsWith("jukung: ").contains("999");
      assertThat(Files.readString(version)).contains("format=999");
      Files.writeString(version, text);
      old.restart();
    } finally {
      old.close();
    }
  }

  @Test
  void aFolderThatIsAFile() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("file"), "kept");
    Launcher.Ended ended = server(file);
    assertThat(ended.status()).as(ended.output()).isEqualTo(6);
    assertThat(ended.lastLine()).startsWith("jukung: ").contains(file.toString());
    assertThat(file).hasContent("kept");
  }

  @Test
  void aDiskThatIsNearlyFull() throws IOException, InterruptedException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Launcher.Ended ended =
        Launcher.run(
            inOwnMounts(
                "mount -t tmpfs -o size=64m tmpfs '"
                    + disk
                    + "' && exec '"
                    + launcher
                    + "' server --secure-port 0 --data-dir '"
                    + disk.resolve("data")
                    + "'"));
    assertThat(ended.status()).as(ended.output()).isEqualTo(6);
    assertThat(ended.lastLine()).contains("at least 256 MiB are needed");
  }

  @Test
  void aWrongCommandLine() throws IOException, InterruptedException {
    assertThat(Launcher.run(List.of(launcher, "server", "--no-such-flag")).status()).isEqualTo(2);
    assertThat(server(folder.resolve("p"), "--secure-port", "70000").status()).isEqualTo(2);
    assertThat(Launcher.run(List.of(launcher, "no-such-command")).status()).isEqualTo(2);
  }

  @Test
  void noJdk() throws IOException, InterruptedException {
    Path jdks = Path.of(System.getProperty("java.home")).getParent();
    Launcher.Ended ended =
        Launcher.run(
            inOwnMounts("mount -t tmpfs tmpfs '" + jdks + "' && exec '" + launcher + "' version"));
    assertThat(ended.status()).as(ended.output()).isEqualTo(10);
    assertThat(ended.lastLine()).startsWith("jukung: no JDK 25 found.");
  }

  @Test
  void noMaven() throws IOException, InterruptedException {
    Path copy = Files.createDirectory(folder.resolve("checkout"));
    Path script = Files.copy(Path.of(launcher), copy.resolve("jukung"));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Files.writeString(copy.resolve("pom.xml"), "<project/>");
    Path bin = Files.createDirectory(folder.resolve("bin"));
    for (String tool : List.of("sh", "sed", "dirname", "readlink", "find", "head")) {
      Files.createSymbolicLink(bin.resolve(tool), onPath(tool));
    }
    ProcessBuilder builder = Launcher.builder(List.of(script.toString(), "version"));
    builder.environment().put("PATH", bin.toString());
    builder.environment().remove("MAVEN_HOME");
    builder.environment().put("JUKUNG_JAVA_HOME", System.getProperty("java.home"));
    Launcher.Ended ended = Launcher.ended(builder);
    assertThat(ended.status()).as(ended.output()).isEqualTo(11);
    assertThat(ended.lastLine()).startsWith("jukung: Maven is needed to build.");
  }

  private static Path onPath(String tool) {
    for (String entry : System.getenv("PATH").split(":", -1)) {
      Path file = Path.of(entry, tool);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new IllegalStateException("no " + tool + " on the path");
  }

  private Launcher.Ended server(Path data, String... more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher, "server", "--data-dir"));
    command.add(data.toString());
    command.addAll(List.of("--bind-address", "127.0.0.1"));
    if (more.length == 0) {
      command.addAll(List.of("--secure-port", "0"));
    }
    command.addAll(List.of(more));
    return Launcher.run(command);
  }

  /** A shell in a mount namespace of its own, which needs no privilege. */
  private static List<String> inOwnMounts(String script) {
    return List.of("unshare", "--mount", "--map-root-user", "sh", "-c", script);
  }
}
