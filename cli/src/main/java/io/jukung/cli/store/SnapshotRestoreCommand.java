package io.jukung.cli.store;

import io.jukung.cli.ExitCode;
import io.jukung.cli.StartFailure;
import io.jukung.raftstore.SnapshotRestore;
import io.jukung.storage.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jukung store snapshot restore}. */
@Command(
    name = "restore",
    description = {
      "Makes a new store of one member out of a snapshot; more members may join it.",
      "Its revisions go on above those of the old store, so clients list anew."
    },
    mixinStandardHelpOptions = true)
final class SnapshotRestoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions options;

  @Parameters(paramLabel = "FILE", description = "A snapshot.")
  private Path file;

  @Option(
      names = "--revision",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "The point in time: any revision from oldestRevision to revision in 'snapshot status'"
              + " (default: the newest).")
  private long revision;

  @Option(
      names = "--bump-revision",
      paramLabel = "N",
      defaultValue = "1000000000",
      description =
          "How far to jump above the snapshot's newest revision: more than the old store can have"
              + " written since (default: ${DEFAULT-VALUE}).")
  private long bump;

  @Override
  public Integer call() {
    try {
      SnapshotRestore.Restored restored =
          SnapshotRestore.restore(
              file, options.dataDir(), new SnapshotRestore.Options(revision, bump));
      options.print(
          spec.commandLine().getOut(),
          AdminCalls.snapshot(restored.snapshot())
              .put("restoredRevision", restored.revision())
              .put("newRevision", restored.newRevision())
              .put("dataDir", options.dataDir().toString()));
      return ExitCode.OK.status();
    } catch (IllegalArgumentException e) {
      throw new StartFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      throw new StartFailure(ExitCode.USAGE, "--revision " + revision + ": " + e.getMessage());
    } catch (IOException e) {
      throw new StartFailure(ExitCode.STORE_DAMAGED, String.valueOf(e.getMessage()));
    }
  }
}
