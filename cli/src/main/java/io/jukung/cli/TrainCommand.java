package io.jukung.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code jukung train}: a short life of a cluster in a folder of its own, for the virtual machine
 * to record which classes and methods a start needs (JEP 483, 514, 515). The launcher runs it once
 * after a build, with {@code -XX:AOTCacheOutput}; later starts load what it recorded.
 */
@Command(
    name = "train",
    hidden = true,
    description = "Runs a cluster for a moment, for the launcher to record what a start needs.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Option(
      names = "--members",
      description = "Also writes among three members of a store, through etcd's API.")
  private boolean members;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("jukung-train-");
    try {
      ServerOptions options =
          CommandLine.populateCommand(
              new ServerOptions(), "--data-dir=" + folder.resolve("data"), "--secure-port=0");
      Settings settings = options.settings("127.0.0.1", true);
      try (ControlPlane controlPlane = ControlPlane.start(settings);
          TrainingClient client = new TrainingClient(controlPlane.adminKubeconfig())) {
        client.run();
      }
      if (members) {
        new TrainingMembers(folder.resolve("members")).run();
      }
      return ExitCode.OK.status();
    } finally {
      delete(folder);
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
