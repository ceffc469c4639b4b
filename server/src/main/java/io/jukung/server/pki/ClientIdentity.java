package io.jukung.server.pki;

/** Who this server is to another; may change while connections are made. Safe for all threads. */
@FunctionalInterface
public interface ClientIdentity {
  /** The certificate to show at the next handshake. */
  KeyAndCertificate current();
}
