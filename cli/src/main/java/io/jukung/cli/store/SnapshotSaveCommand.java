package io.jukung.cli.store;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jukung store snapshot save}. */
@Command(
    name = "save",
    description =
        "Writes a snapshot of the running store, with the history it has. Keys and certificates are"
            + " not in it: keep a copy of DIR/pki too.",
    mixinStandardHelpOptions = true)
final class SnapshotSaveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions options;

  @Parameters(paramLabel = "FILE", description = "The file to make; must not exist.")
  private Path file;

  @Override
  public Integer call() {
    String target = file.toAbsolutePath().normalize().toString();
    options.print(
        spec.commandLine().getOut(),
        options.ask(StoreOptions.call("snapshot").put("to", target)).put("file", target));
    return 0;
  }
}
