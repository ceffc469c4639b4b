package io.jukung.server.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate and the private key that belongs to it; as an identity, one that stays. */
public record KeyAndCertificate(PrivateKey key, X509Certificate certificate)
    implements ClientIdentity {
  @Override
  public KeyAndCertificate current() {
    return this;
  }
}
