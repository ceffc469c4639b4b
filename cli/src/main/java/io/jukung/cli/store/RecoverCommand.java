package io.jukung.cli.store;

import io.jukung.cli.ExitCode;
import io.jukung.cli.StartFailure;
import io.jukung.raftstore.QuorumRecovery;
import io.jukung.raftstore.StoreOpenException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jukung store recover}. */
@Command(
    name = "recover",
    description = {
      "Makes a store of one member out of this data folder, when most members are gone for good.",
      "Run it on the member whose raftIndex in 'jukung store status' is the highest, with no server"
          + " running there. The other members' folders can't be used any more afterwards: remove"
          + " them and let the members join anew."
    },
    mixinStandardHelpOptions = true)
final class RecoverCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions options;

  @Option(names = "--force", description = "Says that the other members are gone for good; needed.")
  private boolean force;

  @Override
  public Integer call() {
    if (!force) {
      throw new StartFailure(
          ExitCode.USAGE,
          "this makes the folders of all other members useless; say --force if they are gone for"
              + " good");
    }
    try {
      QuorumRecovery.Recovered recovered = QuorumRecovery.recover(options.dataDir());
      options.print(
          spec.commandLine().getOut(),
          AdminSocket.JSON
              .createObjectNode()
              .put("revision", recovered.revision())
              .put("applied", recovered.entries())
              .put("oldLog", recovered.kept().toString()));
      return ExitCode.OK.status();
    } catch (StoreOpenException e) {
      throw Offline.failure(e);
    } catch (IOException e) {
      throw new StartFailure(ExitCode.DATA_DIR_UNUSABLE, String.valueOf(e.getMessage()));
    }
  }
}
