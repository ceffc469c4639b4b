package io.jukung.server.authentication.jwt;

/** Is told how tokens of issuers fare; never waits, never fails. */
@FunctionalInterface
public interface JwtObserver {
  /** Listens to nothing. */
  JwtObserver NONE = (issuer, success, nanos) -> {};

  /** A token of an issuer was judged; not told of tokens that were remembered. */
  void judged(String issuer, boolean success, long nanos);
}
