package io.jukung.conformance.cluster;

import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.bench.client.KubeConfig;
import io.jukung.conformance.house.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One API server for one test class. Used by one thread; the clients it hands out are thread-safe.
 * Unless {@code JUKUNG_TEST_KUBECONFIG} (or the system property {@code jukung.kubeconfig}) names
 * another server, it is a Jukung of its own, started by {@code ./jukung server}.
 */
public final class TestCluster implements AutoCloseable {
  private static final Duration START_BOUND = Duration.ofMinutes(4);
  private static final Duration STOP_BOUND = Duration.ofSeconds(30);

  /**
   * No controllers run here, so nobody makes the default account of a new namespace; and the tests'
   * kubelets sign their certificates themselves, so they are not verified, as by a kube-apiserver.
   */
  private static final List<String> USUAL =
      List.of("--disable-admission-plugins", "ServiceAccount", "--kubelet-certificate-authority=");

  private final Path folder;
  private final Path kubeconfig;
  private final boolean own;
  private List<String> options;
  private Optional<Process> process = Optional.empty();
  private Optional<ApiClient> client = Optional.empty();

  private TestCluster(Path folder, Path kubeconfig, boolean own, List<String> options) {
    this.folder = folder;
    this.kubeconfig = kubeconfig;
    this.own = own;
    this.options = List.copyOf(options);
  }

  /** Starts a server, or finds the one named, and waits until it is ready. */
  public static TestCluster start() throws IOException, InterruptedException {
    return start(USUAL);
  }

  private static TestCluster start(List<String> options) throws IOException, InterruptedException {
    String named =
        System.getProperty(
            "jukung.kubeconfig", System.getenv().getOrDefault("JUKUNG_TEST_KUBECONFIG", ""));
    if (!named.isEmpty()) {
      TestCluster other = new TestCluster(Path.of("."), Path.of(named), false, options);
      other.awaitReady();
      return other;
    }
    return startOwn(options);
  }

  /**
   * As {@link #start}, and the server's admission treats pods as it does by default: each wants its
   * account. It says that it is reached at an address which is no loopback address, and enables
   * NodeRestriction and DenyServiceExternalIPs; another server named is expected to, too.
   */
  public static TestCluster startForPods() throws IOException, InterruptedException {
    return start(
        List.of(
            "--advertise-address",
            "192.0.2.1",
            "--enable-admission-plugins",
            "NodeRestriction,DenyServiceExternalIPs",
            "--kubelet-certificate-authority="));
  }

  /** As {@link #start}; a server of the test's own has these options besides the usual ones. */
  public static TestCluster startWith(String... more) throws IOException, InterruptedException {
    return start(withUsual(more));
  }

  /**
   * Starts a Jukung whatever the environment names: for tests that kill it.
   *
   * @param more options of {@code ./jukung server}; DATA in them stands for its data folder
   */
  public static TestCluster startOwn(String... more) throws IOException, InterruptedException {
    return startOwn(withUsual(more));
  }

  /** Starts a Jukung with no option but where its data and its port are, and those given. */
  public static TestCluster startPlain(String... options) throws IOException, InterruptedException {
    return startOwn(List.of(options));
  }

  /** Puts something into a data folder before a server starts in it. */
  @FunctionalInterface
  public interface Preparation {
    /** Is given the folder, which is empty. */
    void prepare(Path dataDir) throws IOException;
  }

  /** As {@link #startPlain}, in a folder that holds something already. */
  public static TestCluster startIn(Preparation preparation)
      throws IOException, InterruptedException {
    return startOwn(List.of(), preparation);
  }

  private static List<String> withUsual(String... more) {
    return Stream.concat(USUAL.stream(), Arrays.stream(more)).toList();
  }

  private static TestCluster startOwn(List<String> options)
      throws IOException, InterruptedException {
    return startOwn(options, dataDir -> {});
  }

  private static TestCluster startOwn(List<String> options, Preparation preparation)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("jukung-test-");
    Path kubeconfig = folder.resolve("data").resolve("admin.kubeconfig");
    TestCluster cluster = new TestCluster(folder, kubeconfig, true, options);
    preparation.prepare(cluster.dataDir());
    cluster.launch("0");
    return cluster;
  }

  /** Whether this is a Jukung that may be killed, rather than the server named. */
  public boolean own() {
    return own;
  }

  /** The server's data folder. */
  public Path dataDir() {
    return folder.resolve("data");
  }

  /** The administrator's kubeconfig. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** The administrator's client, shared; closed with the cluster. */
  public ApiClient client() {
    return client.orElseThrow(() -> new IllegalStateException("the server is not running"));
  }

  /** Kills the server as {@code kill -9} does, and waits until it is gone. */
  public void kill() {
    closeClient();
    Process running =
        process.orElseThrow(() -> new IllegalStateException("not a server of the test's own"));
    running.destroyForcibly();
    running.onExit().orTimeout(STOP_BOUND.toSeconds(), TimeUnit.SECONDS).join();
    process = Optional.empty();
  }

  /** Asks the server to stop as {@code kill} does; its exit status. */
  public int stop() throws InterruptedException {
    closeClient();
    Process running =
        process.orElseThrow(() -> new IllegalStateException("not a server of the test's own"));
    running.destroy();
    if (!running.waitFor(STOP_BOUND.toSeconds(), TimeUnit.SECONDS)) {
      running.destroyForcibly();
      throw new AssertionError("the server did not stop within " + STOP_BOUND + log());
    }
    process = Optional.empty();
    return running.exitValue();
  }

  /** Starts a stopped or killed server again: the same folder, the same port. */
  public void restart() throws IOException, InterruptedException {
    launch(Integer.toString(KubeConfig.read(kubeconfig).server().getPort()));
  }

  /** As {@link #restart}, with other options than before. */
  public void restartWith(String... more) throws IOException, InterruptedException {
    options = withUsual(more);
    restart();
  }

  /** Kills the server if it is the test's own, and removes its folder. */
  @Override
  public void close() throws IOException {
    closeClient();
    if (process.isPresent()) {
      kill();
    }
    if (own) {
      delete(folder);
    }
  }

  private void launch(String port) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Repository.find().root().resolve("jukung").toString());
    command.addAll(List.of("server", "--bind-address", "127.0.0.1", "--secure-port", port));
    options.forEach(option -> command.add(option.replace("DATA", dataDir().toString())));
    command.addAll(List.of("--data-dir", dataDir().toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
    // A small heap: several servers may stand on one machine while tests run.
    builder.environment().putIfAbsent("JUKUNG_JAVA_OPTS", "-Xmx512m");
    process = Optional.of(builder.start());
    try {
      awaitReady();
    } catch (AssertionError e) {
      String log = log();
      close();
      throw new AssertionError(e.getMessage() + log, e);
    }
  }

  private void awaitReady() throws InterruptedException {
    Await.until(
        "the server is ready",
        START_BOUND,
        () -> {
          if (process.isPresent() && !process.get().isAlive()) {
            throw new InterruptedException("the server ended by itself" + log());
          }
          if (!Files.exists(kubeconfig)) {
            return false;
          }
          ApiClient candidate = new ApiClient(KubeConfig.read(kubeconfig));
          boolean ready = false;
          try {
            ready = candidate.send(ApiRequest.of("GET", "/readyz")).statusCode() == 200;
          } finally {
            if (ready) {
              client = Optional.of(candidate);
            } else {
              candidate.close();
            }
          }
          return ready;
        });
  }

  private void closeClient() {
    client.ifPresent(ApiClient::close);
    client = Optional.empty();
  }

  private Path logFile() {
    return folder.resolve("server.log");
  }

  private String log() {
    try {
      return own ? "; its log:\n" + Files.readString(logFile()) : "";
    } catch (IOException e) {
      return "; its log cannot be read: " + e;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
