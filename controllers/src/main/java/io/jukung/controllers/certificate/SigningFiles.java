package io.jukung.controllers.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authority in two files, read again before each use. While what they hold can't be used, what
 * they held before is. Safe for all threads.
 */
final class SigningFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SigningFiles.class);

  private final ClusterSigning.Authority authority;
  private Optional<Content> last = Optional.empty();

  private record Content(String certificate, String key, SigningKey pair) {}

  SigningFiles(ClusterSigning.Authority authority) {
    this.authority = authority;
  }

  /**
   * The authority now.
   *
   * @throws IllegalStateException when the files never held one
   */
  synchronized SigningKey current() {
    try {
      String certificate = Files.readString(authority.certificateFile());
      String key = Files.readString(authority.keyFile());
      if (last.isEmpty()
          || !last.get().certificate().equals(certificate)
          || !last.get().key().equals(key)) {
        last = Optional.of(new Content(certificate, key, SigningKey.parse(certificate, key)));
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      if (last.isEmpty()) {
        throw new IllegalStateException(
            "no authority to sign with in "
                + authority.certificateFile()
                + " and "
                + authority.keyFile()
                + ": "
                + reason(e),
            e);
      }
      LOG.warn(
          "authority={} can't be used, the one before signs: {}",
          authority.certificateFile(),
          reason(e));
    }
    return last.get().pair();
  }

  private static String reason(Exception failure) {
    return failure.getClass().getSimpleName() + " " + failure.getMessage();
  }
}
