package io.jukung.server.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that signs server and client certificates. Immutable. */
public final class CertificateAuthority {
  /** How long before now a certificate begins, for machines whose clocks differ. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private static final Pattern IP =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final KeyAndCertificate own;
  private final InstantSource clock;
  private final SecureRandom random;

  /** An authority that has its key and certificate already. */
  public CertificateAuthority(KeyAndCertificate own, InstantSource clock, SecureRandom random) {
    this.own = own;
    this.clock = clock;
    this.random = random;
  }

  /** A new self-signed authority. */
  public static CertificateAuthority create(
      String commonName, Duration lifetime, InstantSource clock, SecureRandom random)
      throws GeneralSecurityException {
    KeyPair pair = newKeyPair(random);
    X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
    Instant now = clock.instant();
    try {
      JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  name,
                  new BigInteger(63, random).setBit(62),
                  Date.from(now.minus(CLOCK_SKEW)),
                  Date.from(now.plus(lifetime)),
                  name,
                  pair.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
              .addExtension(
                  Extension.keyUsage,
                  true,
                  new KeyUsage(
                      KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.keyCertSign))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  utils.createSubjectKeyIdentifier(pair.getPublic()));
      X509Certificate certificate = sign(builder, pair.getPrivate());
      return new CertificateAuthority(
          new KeyAndCertificate(pair.getPrivate(), certificate), clock, random);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** The authority's own key and certificate. */
  public KeyAndCertificate own() {
    return own;
  }

  /** A new key pair on curve P-256. */
  static KeyPair newKeyPair(SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  /**
   * A new key pair for a client: RSA of 2048 bits, since several clients (the fabric8 client among
   * them) take every PKCS #8 key for an RSA key.
   */
  private static KeyPair newClientKeyPair(SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048, random);
    return generator.generateKeyPair();
  }

  /**
   * Issues a server certificate.
   *
   * @param names DNS names and IP addresses it is valid for
   */
  public KeyAndCertificate issueServer(String commonName, List<String> names, Duration lifetime)
      throws GeneralSecurityException {
    return issueFor(commonName, names, lifetime, KeyPurposeId.id_kp_serverAuth);
  }

  /**
   * Issues a certificate of one among equals, which is both a server's and a client's.
   *
   * @param names DNS names and IP addresses it is valid for
   */
  public KeyAndCertificate issuePeer(String commonName, List<String> names, Duration lifetime)
      throws GeneralSecurityException {
    return issueFor(
        commonName, names, lifetime, KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
  }

  private KeyAndCertificate issueFor(
      String commonName, List<String> names, Duration lifetime, KeyPurposeId... purposes)
      throws GeneralSecurityException {
    GeneralName[] alternatives =
        names.stream()
            .map(
                name ->
                    new GeneralName(isIp(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
            .toArray(GeneralName[]::new);
    X500Name subject = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
    return issue(
        newKeyPair(random),
        subject,
        lifetime,
        new ExtendedKeyUsage(purposes),
        List.of(new GeneralNames(alternatives)));
  }

  /** Issues a client certificate for user {@code user} in {@code groups}. */
  public KeyAndCertificate issueClient(String user, List<String> groups, Duration lifetime)
      throws GeneralSecurityException {
    return issueClient(newClientKeyPair(random), user, groups, lifetime);
  }

  /** As {@link #issueClient}, with a key on curve P-256: for ourselves and for clients in Go. */
  KeyAndCertificate issueServerClient(String user, List<String> groups, Duration lifetime)
      throws GeneralSecurityException {
    return issueClient(newKeyPair(random), user, groups, lifetime);
  }

  private KeyAndCertificate issueClient(
      KeyPair pair, String user, List<String> groups, Duration lifetime)
      throws GeneralSecurityException {
    X500NameBuilder subject = new X500NameBuilder();
    for (String group : groups) {
      subject.addRDN(BCStyle.O, group);
    }
    subject.addRDN(BCStyle.CN, user);
    return issue(
        pair,
        subject.build(),
        lifetime,
        new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth),
        List.of());
  }

  /** Whether {@code name} is written as an IP address. */
  static boolean isIp(String name) {
    return IP.matcher(name).matches();
  }

  private KeyAndCertificate issue(
      KeyPair pair,
      X500Name subject,
      Duration lifetime,
      ExtendedKeyUsage purpose,
      List<GeneralNames> alternativeNames)
      throws GeneralSecurityException {
    Instant now = clock.instant();
    Instant end = now.plus(lifetime);
    Instant ownEnd = own.certificate().getNotAfter().toInstant();
    try {
      JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  X500Name.getInstance(own.certificate().getSubjectX500Principal().getEncoded()),
                  new BigInteger(63, random).setBit(62),
                  Date.from(now.minus(CLOCK_SKEW)),
                  Date.from(end.isAfter(ownEnd) ? ownEnd : end),
                  subject,
                  pair.getPublic())
              .addExtension(
                  Extension.keyUsage,
                  true,
                  new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
              .addExtension(Extension.extendedKeyUsage, false, purpose)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  utils.createAuthorityKeyIdentifier(own.certificate().getPublicKey()));
      for (GeneralNames names : alternativeNames) {
        builder.addExtension(Extension.subjectAlternativeName, false, names);
      }
      return new KeyAndCertificate(pair.getPrivate(), sign(builder, own.key()));
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      String algorithm = key.getAlgorithm().startsWith("EC") ? "SHA256withECDSA" : "SHA256withRSA";
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
