package io.jukung.cli.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.cli.ExitCode;
import io.jukung.raftstore.OfflineStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code jukung store check}. */
@Command(
    name = "check",
    description =
        "Reads the whole store and says what is wrong; status 9 when anything is. Works beside a"
            + " running server and without one.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions options;

  @Override
  public Integer call() {
    ObjectNode report = options.running() ? options.ask(StoreOptions.call("check")) : offline();
    options.print(spec.commandLine().getOut(), report);
    return report.path("problems").isEmpty()
        ? ExitCode.OK.status()
        : ExitCode.STORE_DAMAGED.status();
  }

  private ObjectNode offline() {
    try (OfflineStore store = Offline.open(options.dataDir())) {
      ObjectNode report = AdminCalls.check(store.inspection().check());
      store.logProblems().forEach(report.withArray("problems")::add);
      return report;
    }
  }
}
