package io.jukung.server.authentication.jwt;

import java.util.Optional;

/** Is told how tokens of issuers fare; never waits, never fails. */
@FunctionalInterface
public interface JwtObserver {
  /** Listens to nothing. */
  JwtObserver NONE = (issuer, success, nanos) -> {};

  /** A token of an issuer was judged; not told of tokens that were remembered. */
  void judged(String issuer, boolean success, long nanos);

  /**
   * The keys of an issuer were read, or could not be.
   *
   * @param keys the document; empty when there was none, or it can't be used
   */
  default void keysRead(String issuer, Optional<String> keys) {}

  /** An issuer is in no configuration any more. */
  default void forgotten(String issuer) {}
}
