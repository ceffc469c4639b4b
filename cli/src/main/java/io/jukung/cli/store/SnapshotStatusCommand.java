package io.jukung.cli.store;

import io.jukung.cli.ExitCode;
import io.jukung.cli.StartFailure;
import io.jukung.raftstore.SnapshotFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jukung store snapshot status}. */
@Command(
    name = "status",
    description = "Reads a whole snapshot, compares its hashes and says what is in it.",
    mixinStandardHelpOptions = true)
final class SnapshotStatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions options;

  @Parameters(paramLabel = "FILE", description = "A snapshot.")
  private Path file;

  @Override
  public Integer call() {
    try {
      options.print(spec.commandLine().getOut(), AdminCalls.snapshot(SnapshotFile.verify(file)));
      return ExitCode.OK.status();
    } catch (IOException e) {
      throw new StartFailure(ExitCode.STORE_DAMAGED, String.valueOf(e.getMessage()));
    }
  }
}
