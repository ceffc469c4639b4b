package io.jukung.cli;

import io.jukung.server.http.TlsRules;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which TLS is spoken, in kube-apiserver's flags. */
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
