package io.jukung.controllers.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;

/**
 * Makes certificates of what is requested ({@code authority/authority.go} and {@code
 * PermissiveSigningPolicy} in {@code authority/policies.go}): of a request's extensions only the
 * alternative names count. Safe for all threads.
 */
final class CertificateIssuer {
  private static final int SERIAL_BITS = 128;

  /** How long before now a certificate begins, for machines whose clocks differ. */
  private static final Duration BACKDATE = Duration.ofMinutes(5);

  /** What lives shorter is not cut by the time it begins early. */
  private static final Duration SHORT = Duration.ofHours(8);

  private static final Duration LEAST = Duration.ofMinutes(10);

  private final SigningFiles files;
  private final Duration longest;
  private final Clock clock;
  private final SecureRandom random;

  /**
   * An issuer that signs by what the files hold.
   *
   * @param longest how long a certificate lives when nobody asks for less
   */
  CertificateIssuer(SigningFiles files, Duration longest, Clock clock, SecureRandom random) {
    this.files = files;
    this.longest = longest;
    this.clock = clock;
    this.random = random;
  }

  /**
   * A certificate in DER.
   *
   * @param expiration how long it shall live, if the request says so
   * @throws IllegalStateException when it can't be made
   */
  byte[] issue(CertificateRequest request, List<String> usages, Optional<Duration> expiration) {
    SigningKey authority = files.current();
    try {
      verify(request);
      X509v3CertificateBuilder builder = builder(request, authority, lifetime(expiration));
      extend(builder, request, Usages.of(usages), authority);
      return builder
          .build(new JcaContentSignerBuilder(authority.algorithm()).build(authority.key()))
          .getEncoded();
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("failed to sign certificate", e);
    }
  }

  /** Who asks holds the key that is to be certified. */
  private static void verify(CertificateRequest request) throws OperatorCreationException {
    try {
      if (!request
          .signed()
          .isSignatureValid(
              new JcaContentVerifierProviderBuilder()
                  .build(request.signed().getSubjectPublicKeyInfo()))) {
        throw new IllegalStateException("unable to verify certificate request signature");
      }
    } catch (PKCSException e) {
      throw new IllegalStateException("unable to verify certificate request signature", e);
    }
  }

  private Duration lifetime(Optional<Duration> expiration) {
    if (expiration.isEmpty() || expiration.get().compareTo(longest) > 0) {
      return longest;
    }
    return expiration.get().compareTo(LEAST) < 0 ? LEAST : expiration.get();
  }

  private X509v3CertificateBuilder builder(
      CertificateRequest request, SigningKey authority, Duration lifetime)
      throws GeneralSecurityException {
    Instant now = clock.instant();
    Instant last = authority.certificate().getNotAfter().toInstant();
    if (!now.isBefore(last)) {
      throw new IllegalStateException(
          "refusing to sign a certificate that expired in the past: NotAfter=" + last);
    }
    Instant end = now.plus(lifetime);
    end = lifetime.compareTo(SHORT) < 0 ? end : end.minus(BACKDATE);
    return new X509v3CertificateBuilder(
        new JcaX509CertificateHolder(authority.certificate()).getSubject(),
        new BigInteger(SERIAL_BITS, random),
        Date.from(now.minus(BACKDATE)),
        Date.from(end.isBefore(last) ? end : last),
        request.subject().certified(),
        request.signed().getSubjectPublicKeyInfo());
  }

  private static void extend(
      X509v3CertificateBuilder builder,
      CertificateRequest request,
      Usages usages,
      SigningKey authority)
      throws IOException {
    if (usages.keyUsage().isPresent()) {
      builder.addExtension(Extension.keyUsage, true, usages.keyUsage().get());
    }
    if (usages.extended().isPresent()) {
      builder.addExtension(Extension.extendedKeyUsage, false, usages.extended().get());
    }
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    Optional<AuthorityKeyIdentifier> key = identifier(authority.certificate());
    if (key.isPresent()) {
      builder.addExtension(Extension.authorityKeyIdentifier, false, key.get());
    }
    if (!request.names().isEmpty()) {
      // Who has no subject is known by these names alone (RFC 5280, 4.2.1.6).
      boolean nameless = request.subject().certified().getRDNs().length == 0;
      builder.addExtension(
          Extension.subjectAlternativeName,
          nameless,
          new GeneralNames(request.names().toArray(GeneralName[]::new)));
    }
  }

  private static Optional<AuthorityKeyIdentifier> identifier(X509Certificate authority) {
    byte[] extension = authority.getExtensionValue(Extension.subjectKeyIdentifier.getId());
    return extension == null
        ? Optional.empty()
        : Optional.of(
            new AuthorityKeyIdentifier(
                SubjectKeyIdentifier.getInstance(ASN1OctetString.getInstance(extension).getOctets())
                    .getKeyIdentifier()));
  }
}
