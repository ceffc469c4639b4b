package io.jukung.server.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** Certificates that Java takes and Go does not. Upstream: server_cert_deprecations_test.go. */
final class StrictTrustTest {
  private final List<String> told = new ArrayList<>();
  private final KeyPair root = pair();
  private final X509Certificate authority;
  private final StrictTrust trust;

  StrictTrustTest() throws Exception {
    authority = certificate("CN=root", "CN=root", root, "SHA1withECDSA", true);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("root", authority);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    trust =
        new StrictTrust(
            (X509ExtendedTrustManager) factory.getTrustManagers()[0],
            new CertificateFaults() {
              @Override
              public void missingAlternativeName() {
                told.add("names");
              }

              @Override
              public void signedWithSha1() {
                told.add("sha1");
              }
            });
  }

  private static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private X509Certificate certificate(
      String subject, String issuer, KeyPair own, String algorithm, boolean names)
      throws Exception {
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name(issuer),
            BigInteger.valueOf(now.toEpochMilli()),
            Date.from(now.minusSeconds(60)),
            Date.from(now.plusSeconds(3600)),
            new X500Name(subject),
            own.getPublic());
    builder.addExtension(
        Extension.basicConstraints, true, new BasicConstraints(subject.equals(issuer)));
    if (names) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder(algorithm).build(root.getPrivate())));
  }

  private void check(String algorithm, boolean names) throws Exception {
    X509Certificate leaf = certificate("CN=localhost", "CN=root", pair(), algorithm, names);
    trust.checkServerTrusted(new X509Certificate[] {leaf, authority}, "ECDHE_ECDSA");
  }

  @Test
  void whatIsInOrderIsTrustedWhateverTheRootIsSignedWith() {
    assertThatCode(() -> check("SHA256withECDSA", true)).doesNotThrowAnyException();
    assertThat(told).isEmpty();
  }

  @Test
  void withoutAlternativeNamesNobodyIsTrusted() {
    assertThatThrownBy(() -> check("SHA256withECDSA", false))
        .isInstanceOf(CertificateException.class)
        .hasMessage("certificate relies on legacy Common Name field, use SANs instead");
    assertThat(told).containsExactly("names");
  }

  @Test
  void signaturesWithSha1AreNotTrusted() {
    assertThatThrownBy(() -> check("SHA1withECDSA", true))
        .isInstanceOf(CertificateException.class)
        .hasMessageContaining("insecure algorithm ECDSA-SHA1");
    assertThat(told).containsExactly("sha1");
  }

  @Test
  void whomTheOtherRefusesIsRefusedByHim() throws Exception {
    X509Certificate stranger =
        certificate("CN=stranger", "CN=stranger", pair(), "SHA256withECDSA", true);
    assertThatThrownBy(
            () -> trust.checkServerTrusted(new X509Certificate[] {stranger}, "ECDHE_ECDSA"))
        .isInstanceOf(CertificateException.class);
    assertThat(told).isEmpty();
  }
}
