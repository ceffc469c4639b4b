package io.jukung.cli.store;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jukung store compact}. */
@Command(
    name = "compact",
    description =
        "Gives up history before a revision. The store does so by itself after five minutes; there"
            + " is nothing to defragment.",
    mixinStandardHelpOptions = true)
final class CompactCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions options;

  @Parameters(
      paramLabel = "REVISION",
      arity = "0..1",
      defaultValue = "0",
      description = "The oldest revision to keep (default: the newest).")
  private long revision;

  @Override
  public Integer call() {
    options.print(
        spec.commandLine().getOut(),
        options.ask(StoreOptions.call("compact").put("revision", revision)));
    return 0;
  }
}
