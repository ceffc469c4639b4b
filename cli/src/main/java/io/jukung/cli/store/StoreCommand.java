package io.jukung.cli.store;

import picocli.CommandLine.Command;

/** {@code jukung store}: the group of commands. */
@Command(
    name = "store",
    description = "Looks after the embedded store of a data folder.",
    subcommands = {
      StatusCommand.class,
      MembersCommand.class,
      SnapshotCommand.class,
      CompactCommand.class,
      CheckCommand.class,
      RecoverCommand.class,
      MigrateCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class StoreCommand {}
