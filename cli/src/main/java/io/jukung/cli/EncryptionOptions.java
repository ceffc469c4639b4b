package io.jukung.cli;

import io.jukung.registry.config.ConfigException;
import io.jukung.registry.encryption.EncryptionAtRest;
import io.jukung.registry.encryption.EncryptionConfig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Encryption at rest, in kube-apiserver's flags. */
public final class EncryptionOptions {
  @Option(
      names = "--encryption-provider-config",
      paramLabel = "FILE",
      description =
          "EncryptionConfiguration that says which resources are stored encrypted and by which keys"
              + " (default: secrets, by the key in DIR/pki/encryption.yaml, which a new store"
              + " gets).")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--encryption-provider-config-automatic-reload",
      description = "Look at that file every minute and take it over when it changed.")
  private boolean reload;

  @Option(
      names = "--encrypt-secrets",
      arity = "0..1",
      paramLabel = "BOOL",
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Whether a new embedded store gets a key and keeps secrets encrypted, unless"
              + " --encryption-provider-config or --serve-etcd is given (default: true).")
  private boolean encryptSecrets = true;

  /** Whether a new store gets a key. */
  public boolean encryptSecrets() {
    return encryptSecrets && file.isEmpty();
  }

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

  /** What was asked for, at work until closed; empty when nothing was. */
  public Optional<EncryptionAtRest> start() {
    return config().map(EncryptionOptions::start);
  }

  /**
   * Reads a configuration and starts its providers.
   *
   * @throws StartFailure when it can't be used
   */
  public static EncryptionAtRest start(EncryptionConfig config) {
    try {
      return new EncryptionAtRest(
          config, EncryptionAtRest.RELOAD_INTERVAL, Clock.systemUTC(), new SecureRandom());
    } catch (ConfigException e) {
      throw new StartFailure(ExitCode.USAGE, "--encryption-provider-config: " + e.getMessage());
    }
  }
}
