package io.jukung.cli;

import io.jukung.registry.encryption.EncryptionConfig;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Encryption at rest, in kube-apiserver's flags. */
final class EncryptionOptions {
  @Option(
      names = "--encryption-provider-config",
      paramLabel = "FILE",
      description =
          "EncryptionConfiguration that says which resources are stored encrypted and by which keys"
              + " (default: none is).")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--encryption-provider-config-automatic-reload",
      description = "Look at that file every minute and take it over when it changed.")
  private boolean reload;

  /** What was asked for; empty when nothing was. */
  Optional<EncryptionConfig> config() {
    if (file.isEmpty() && reload) {
      throw new StartFailure(
          ExitCode.USAGE,
          "--encryption-provider-config-automatic-reload must be set with"
              + " --encryption-provider-config");
    }
    return file.map(path -> new EncryptionConfig(path, reload));
  }
}
