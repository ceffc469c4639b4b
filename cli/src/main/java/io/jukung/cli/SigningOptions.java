package io.jukung.cli;

import io.jukung.controllers.certificate.ClusterSigning;
import io.jukung.registry.codec.value.GoDuration;
import io.jukung.registry.codec.value.ValueException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code jukung controllers} signs requested certificates with. */
final class SigningOptions {
  @Option(
      names = "--cluster-signing-cert-file",
      paramLabel = "FILE",
      description =
          "The authority that signs requested certificates, in PEM, such as DIR/pki/ca.crt."
              + " Without it nobody signs.")
  private @Nullable Path certificateFile;

  @Option(
      names = "--cluster-signing-key-file",
      paramLabel = "FILE",
      description = "Its private key in PEM, such as DIR/pki/ca.key.")
  private @Nullable Path keyFile;

  @Option(
      names = "--cluster-signing-duration",
      paramLabel = "DURATION",
      defaultValue = "8760h",
      description =
          "How long a signed certificate lives unless its request asks for less (default:"
              + " ${DEFAULT-VALUE}).")
  private String duration;

  /** The options as the controllers take them; empty when no authority was given. */
  Optional<ClusterSigning> signing() {
    if (certificateFile == null && keyFile == null) {
      return Optional.empty();
    }
    if (certificateFile == null || keyFile == null) {
      throw new StartFailure(
          ExitCode.USAGE, "--cluster-signing-cert-file and --cluster-signing-key-file go together");
    }
    try {
      return Optional.of(
          new ClusterSigning(
              certificateFile, keyFile, Duration.ofNanos(GoDuration.parse(duration))));
    } catch (IllegalArgumentException | ValueException e) {
      throw new StartFailure(ExitCode.USAGE, "--cluster-signing-duration: " + e.getMessage());
    }
  }
}
