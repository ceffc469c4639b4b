package io.jukung.cli;

import io.jukung.server.FeatureGate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Feature gates, in kube-apiserver's flag. */
final class FeatureOptions {
  @Option(
      names = "--feature-gates",
      paramLabel = "NAME=BOOL",
      split = ",",
      description =
          "Gates to open or close; this server can switch CBORServingAndStorage (default: closed).")
  private List<String> gates = List.of();

  /** The gates that are open. */
  Set<FeatureGate> open() {
    Set<FeatureGate> open = EnumSet.noneOf(FeatureGate.class);
    for (String text : gates) {
      String[] parts = text.split("=", -1);
      if (parts.length != 2 || !parts[1].strip().matches("(?i)true|false")) {
        throw failure(text, "expected NAME=true or NAME=false");
      }
      FeatureGate gate =
          FeatureGate.of(parts[0].strip())
              .orElseThrow(() -> failure(text, "this server can switch " + all() + " only"));
      if (Boolean.parseBoolean(parts[1].strip())) {
        open.add(gate);
      } else {
        open.remove(gate);
      }
    }
    return open;
  }

  private static String all() {
    return Arrays.stream(FeatureGate.values())
        .map(FeatureGate::title)
        .collect(Collectors.joining(", "));
  }

  private static StartFailure failure(String text, String why) {
    return new StartFailure(ExitCode.USAGE, "--feature-gates " + text + ": " + why);
  }
}
