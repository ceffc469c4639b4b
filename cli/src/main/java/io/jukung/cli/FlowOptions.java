package io.jukung.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many requests run at once, in kube-apiserver's flags. */
final class FlowOptions {
  @Option(
      names = "--enable-priority-and-fairness",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "true",
      description =
          "Whether requests share the seats by FlowSchemas and PriorityLevelConfigurations"
              + " (default: true).")
  private boolean enabled = true;

  @Option(
      names = "--max-requests-inflight",
      paramLabel = "N",
      defaultValue = "400",
      description =
          "Requests that only read and run at once; with priority and fairness, a part of the seats"
              + " of all (default: 400).")
  private int reading = 400;

  @Option(
      names = "--max-mutating-requests-inflight",
      paramLabel = "N",
      defaultValue = "200",
      description = "The same for requests that write (default: 200).")
  private int writing = 200;

  @Mixin private LimitOptions limits = new LimitOptions();

  /** What was asked for. */
  Settings.Flow flow() {
    if (reading < 1 || writing < 1) {
      throw new StartFailure(
          ExitCode.USAGE,
          "--max-requests-inflight and --max-mutating-requests-inflight must be at least 1");
    }
    return new Settings.Flow(enabled, reading, writing, limits.limits());
  }
}
