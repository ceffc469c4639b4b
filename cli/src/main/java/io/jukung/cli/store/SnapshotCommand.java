package io.jukung.cli.store;

import picocli.CommandLine.Command;

/** {@code jukung store snapshot}: the group of commands. */
@Command(
    name = "snapshot",
    description = "Saves the store in a file, and makes stores of such files.",
    subcommands = {
      SnapshotSaveCommand.class,
      SnapshotStatusCommand.class,
      SnapshotRestoreCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class SnapshotCommand {}
