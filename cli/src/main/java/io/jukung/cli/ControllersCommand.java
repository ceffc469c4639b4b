package io.jukung.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jukung.controllers.ControllerManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
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

  @Override
  public Integer call() throws InterruptedException {
    try (KubernetesClient client = client(kubeconfig);
        ControllerManager controllers =
            new ControllerManager(client, read(rootCaFile), Clock.systemUTC())) {
      CountDownLatch stop = new CountDownLatch(1);
      Thread main = Thread.currentThread();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndJoin(stop, main), "stop"));
      controllers.start();
      stop.await();
    }
    return ExitCode.OK.status();
  }

  /**
   * A client of the API server the kubeconfig names; nothing of the surroundings (variables, home)
   * is looked at.
   */
  static KubernetesClient client(Path kubeconfig) {
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(config).withUserAgent("jukung-controllers").build())
        .build();
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
