package io.jukung.cli;

import io.jukung.controllers.ControllerManager;
import io.jukung.controllers.ControllerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jukung controllers}: the controllers alone, against any API server. */
@Command(
    name = "controllers",
    description = "Runs the controllers against the API server a kubeconfig names.",
    mixinStandardHelpOptions = true)
final class ControllersCommand implements Callable<Integer> {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      required = true,
      description = "Which API server, and who the controllers are to it.")
  private Path kubeconfig;

  @Option(
      names = "--root-ca-file",
      paramLabel = "FILE",
      required = true,
      description = "The API server's certificate authority in PEM, published to every namespace.")
  private Path rootCaFile;

  @Option(
      names = "--controllers",
      paramLabel = "NAMES",
      split = ",",
      defaultValue = "*",
      description = "Which run: * all of them, foo foo, -foo not foo (default: ${DEFAULT-VALUE}).")
  private List<String> names;

  @Option(
      names = "--leader-elect",
      paramLabel = "BOOL",
      arity = "1",
      defaultValue = "true",
      description =
          "Wait for the Lease kube-system/kube-controller-manager (default: ${DEFAULT-VALUE}).")
  private boolean leaderElect;

  @Option(
      names = "--use-service-account-credentials",
      paramLabel = "BOOL",
      arity = "1",
      defaultValue = "true",
      description =
          "Each controller acts as its own service account in kube-system (default:"
              + " ${DEFAULT-VALUE}).")
  private boolean useServiceAccountCredentials;

  @Mixin private SigningOptions signing = new SigningOptions();

  @Override
  public Integer call() throws InterruptedException {
    ControllerOptions options =
        new ControllerOptions(
            read(rootCaFile),
            names,
            leaderElect,
            useServiceAccountCredentials,
            identity(UUID.randomUUID().toString()),
            new TypeChecks(),
            signing.signing());
    try (ControllerManager controllers = manager(options)) {
      CountDownLatch stop = new CountDownLatch(1);
      Thread main = Thread.currentThread();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndJoin(stop, main), "stop"));
      start(controllers);
      stop.await();
    }
    return ExitCode.OK.status();
  }

  private void start(ControllerManager controllers) {
    try {
      controllers.start();
    } catch (IOException e) {
      throw new StartFailure(ExitCode.USAGE, "can't read " + kubeconfig + ": " + e.getMessage());
    }
  }

  private ControllerManager manager(ControllerOptions options) {
    try {
      return new ControllerManager(
          kubeconfig, new Version().gitVersion(), options, Clock.systemUTC());
    } catch (IllegalArgumentException e) {
      throw new StartFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }

  /** Who holds the lease: this machine, and something that nobody else on it is called by. */
  static String identity(String unique) {
    String host = System.getenv().getOrDefault("HOSTNAME", "");
    try {
      host = host.isEmpty() ? Files.readString(Path.of("/etc/hostname")).strip() : host;
    } catch (IOException e) {
      host = "localhost";
    }
    return host + "_" + unique;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new StartFailure(ExitCode.USAGE, "can't read " + file + ": " + e.getMessage());
    }
  }

  private static void stopAndJoin(CountDownLatch stop, Thread main) {
    stop.countDown();
    try {
      main.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
