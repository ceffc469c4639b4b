package io.jukung.cli.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.raftstore.OfflineStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code jukung store status}. */
@Command(
    name = "status",
    description = "Says how the store is, also when no server runs.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions options;

  @Override
  public Integer call() {
    options.print(spec.commandLine().getOut(), options.running() ? online() : offline());
    return 0;
  }

  private ObjectNode online() {
    return options.ask(StoreOptions.call("status"));
  }

  private ObjectNode offline() {
    try (OfflineStore store = Offline.open(options.dataDir())) {
      return AdminCalls.status(store.inspection()).put("running", false);
    }
  }
}
