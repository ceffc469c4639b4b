package io.jukung.controllers.certificate;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What certificates are signed with, as kube-controller-manager's {@code --cluster-signing-*} say.
 *
 * @param certificateFile the authority's certificate in PEM; the first one of the file counts
 * @param keyFile its private key in PEM
 * @param duration how long a certificate lives when nobody asks for less; positive
 */
public record ClusterSigning(Path certificateFile, Path keyFile, Duration duration) {
  /** A year, upstream's default. */
  public static final Duration DEFAULT_DURATION = Duration.ofDays(365);

  /** Refuses a duration that is not positive. */
  public ClusterSigning {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("certificates must live for some time, not " + duration);
    }
  }

  /**
   * Looks whether the files hold an authority.
   *
   * @throws IllegalArgumentException when they don't
   */
  public void check() {
    try {
      var _ = files().current();
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  SigningFiles files() {
    return new SigningFiles(certificateFile, keyFile);
  }
}
