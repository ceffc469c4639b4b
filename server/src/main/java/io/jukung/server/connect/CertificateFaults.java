package io.jukung.server.connect;

/**
 * Is told of servers that were refused for their certificates, where other verifiers than Go's
 * would have taken them; never waits, never fails. Safe for all threads.
 */
public interface CertificateFaults {
  /** The name stands in the certificate's common name only. */
  void missingAlternativeName();

  /** The certificate, or one between it and the authority, has a signature with SHA-1. */
  void signedWithSha1();
}
