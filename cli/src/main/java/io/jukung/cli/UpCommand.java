package io.jukung.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code jukung up}: a whole cluster on this machine, until it is told to stop. */
@Command(
    name = "up",
    description = "Starts a cluster on this machine, says where its kubeconfig is, and runs it.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions options;

  @Override
  public Integer call() throws Exception {
    return new Session(spec.commandLine().getOut(), spec.commandLine().getErr())
        .run(options.settings("127.0.0.1", true));
  }
}
