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
 * @param audiences for whom the credential is to be good; empty means this API server
 * @param headers the request's, which only a proxy that is trusted is believed
 */
public record Credentials(
    String path,
    Optional<String> bearerToken,
    List<X509Certificate> certificates,
    List<String> audiences,
    Headers headers) {
  /** A request's headers. */
  public interface Headers {
    /** None. */
    Headers NONE =
        new Headers() {
          @Override
          public List<String> names() {
            return List.of();
          }

          @Override
          public List<String> values(String name) {
            return List.of();
          }
        };

    /** The names there are, as they were sent. */
    List<String> names();

    /** The values under a name in any case, in order. */
    List<String> values(String name);
  }

  /** Copies the lists. */
  public Credentials {
    certificates = List.copyOf(certificates);
    audiences = List.copyOf(audiences);
  }

  /** What a request to this API server shows. */
  public Credentials(
      String path, Optional<String> bearerToken, List<X509Certificate> certificates) {
    this(path, bearerToken, certificates, List.of(), Headers.NONE);
  }

  /** What a request shows, but for its headers. */
  public Credentials(
      String path,
      Optional<String> bearerToken,
      List<X509Certificate> certificates,
      List<String> audiences) {
    this(path, bearerToken, certificates, audiences, Headers.NONE);
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
