package io.jukung.cli;

import io.jukung.server.http.TlsRules;
import io.jukung.server.serving.ServingFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which TLS is spoken and what is shown in it, in kube-apiserver's flags. */
final class TlsOptions {
  @Option(
      names = "--tls-min-version",
      paramLabel = "VERSION",
      defaultValue = "VersionTLS12",
      description = "VersionTLS12 or VersionTLS13 (default: VersionTLS12).")
  private String minVersion = "VersionTLS12";

  @Option(
      names = "--tls-cipher-suites",
      paramLabel = "NAME",
      split = ",",
      description =
          "The cipher suites of TLS 1.2, by IANA's names; those of TLS 1.3 can't be chosen"
              + " (default: those with forward secrecy).")
  private List<String> cipherSuites = new ArrayList<>();

  @Option(
      names = "--tls-cert-file",
      paramLabel = "FILE",
      description =
          "The certificate to serve with, those of authorities between it and its clients' behind"
              + " it; read again when it changes (default: one of DIR/pki/ca.crt's).")
  private Optional<Path> certificate = Optional.empty();

  @Option(
      names = "--tls-private-key-file",
      paramLabel = "FILE",
      description = "The private key of --tls-cert-file.")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--tls-sni-cert-key",
      paramLabel = "CERT,KEY[:NAME,...]",
      description =
          "A certificate and its key for clients that ask for these host names, *.domains or"
              + " addresses (default: the certificate's own names); may be repeated.")
  private List<String> named = new ArrayList<>();

  /**
   * What to serve with.
   *
   * @throws StartFailure when the options do not fit together
   */
  ServingFiles serving() {
    if (certificate.isPresent() != key.isPresent()) {
      throw new StartFailure(
          ExitCode.USAGE, "--tls-cert-file and --tls-private-key-file go together");
    }
    try {
      return new ServingFiles(
          certificate.map(file -> new ServingFiles.Pair(file, key.orElseThrow())),
          named.stream().map(ServingFiles.Named::parse).toList());
    } catch (IllegalArgumentException e) {
      throw new StartFailure(ExitCode.USAGE, "--tls-sni-cert-key: " + e.getMessage());
    }
  }

  /**
   * What was asked for.
   *
   * @throws StartFailure when it can't be spoken
   */
  TlsRules rules() {
    try {
      return new TlsRules(minVersion, cipherSuites);
    } catch (IllegalArgumentException e) {
      throw new StartFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }
}
