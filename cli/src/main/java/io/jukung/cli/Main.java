package io.jukung.cli;

import io.jukung.cli.store.StoreCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code jukung} command. */
@Command(
    name = "jukung",
    description = "A Kubernetes 1.36 control plane that needs no etcd.",
    subcommands = {
      UpCommand.class,
      ServerCommand.class,
      ControllersCommand.class,
      StoreCommand.class,
      TrainCommand.class,
      VersionCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Main {
  private static final int SPARE = 1;

  /** Runs the command line and exits with an {@link ExitCode}. */
  public static void main(String[] args) {
    spareProcessor();
    System.exit(commandLine().execute(args));
  }

  /**
   * Virtual threads give up their processor only when they wait. They run on one more than there
   * are, so that the operating system, which takes turns by time, lets something new run beside
   * those that are long at work. Must come before the first virtual thread.
   */
  private static void spareProcessor() {
    String name = "jdk.virtualThreadScheduler.parallelism";
    if (System.getProperty(name) == null) {
      System.setProperty(
          name, Integer.toString(Runtime.getRuntime().availableProcessors() + SPARE));
    }
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (failure instanceof StartFailure start) {
            command.getErr().println("jukung: " + start.getMessage());
            return start.exitCode().status();
          }
          failure.printStackTrace(command.getErr());
          command.getErr().println("jukung: stopped by a fault: " + failure);
          return ExitCode.FAULT.status();
        });
    return commandLine;
  }
}
