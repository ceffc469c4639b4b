package io.jukung.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code jukung server}: the API server with its store, without controllers. */
@Command(
    name = "server",
    description = "Runs the API server and its store; controllers are yours to bring.",
    mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions options;

  @Override
  public Integer call() throws Exception {
    return new Session(spec.commandLine().getOut(), spec.commandLine().getErr())
        .run(options.settings("0.0.0.0", false));
  }
}
