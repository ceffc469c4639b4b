package io.jukung.server.authentication;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a request shows of its sender.
 *
 * @param path the URL's path, since some are open to everyone
 * @param bearerToken the token of the {@code Authorization} header
 * @param certificates the client's certificate chain, its own first; empty when none was shown. TLS
 *     has proved the possession of the key and nothing else
 */
public record Credentials(
    String path, Optional<String> bearerToken, List<X509Certificate> certificates) {
  /** Copies the list. */
  public Credentials {
    certificates = List.copyOf(certificates);
  }

  /**
   * The token of an {@code Authorization} header, as upstream reads it: the scheme in any case, the
   * token up to the next space.
   */
  public static Optional<String> bearerToken(String authorizationHeader) {
    String[] parts = authorizationHeader.strip().split(" ", 3);
    return parts.length >= 2 && parts[0].equalsIgnoreCase("bearer") && !parts[1].isEmpty()
        ? Optional.of(parts[1])
        : Optional.empty();
  }
}
