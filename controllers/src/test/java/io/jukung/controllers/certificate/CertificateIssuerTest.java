package io.jukung.controllers.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is certified, by whom and for how long. */
class CertificateIssuerTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration YEAR = Duration.ofDays(365);
  private static final List<String> USAGES = List.of("digital signature", "client auth");

  @TempDir private Path folder;
  private Path certificate;
  private Path key;
  private SigningFiles files;

  @BeforeEach
  void authority() throws Exception {
    certificate = folder.resolve("ca.crt");
    key = folder.resolve("ca.key");
    files = new SigningFiles(new ClusterSigning.Authority(certificate, key));
    write("first", NOW.plus(Duration.ofDays(3650)), "EC", "SHA256withECDSA");
  }

  private void write(String name, Instant end, String kind, String algorithm) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
    KeyPair pair = kind.equals("EC") ? Asked.keys() : generator.generateKeyPair();
    X500Name subject = new X500Name("CN=" + name);
    byte[] encoded =
        new JcaX509v3CertificateBuilder(
                subject,
                BigInteger.ONE,
                Date.from(NOW.minus(YEAR)),
                Date.from(end),
                subject,
                pair.getPublic())
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
            .addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()))
            .build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate()))
            .getEncoded();
    Files.writeString(certificate, Asked.text("CERTIFICATE", encoded));
    Files.writeString(key, Asked.text("PRIVATE KEY", pair.getPrivate().getEncoded()));
  }

  private X509Certificate issue(
      CertificateRequest request, List<String> usages, Optional<Duration> expiration)
      throws Exception {
    CertificateIssuer issuer =
        new CertificateIssuer(files, YEAR, Clock.fixed(NOW, ZoneOffset.UTC), new SecureRandom());
    return read(issuer.issue(request, usages, expiration));
  }

  private static X509Certificate read(byte[] der) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static CertificateRequest simple() throws Exception {
    return CertificateRequest.parse(Asked.request(new X500Name("O=devs,CN=jane")));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // Long lives are cut by the five minutes they begin early, short ones are not.
        "-, 8759h55m",
        "31622400, 8759h55m",
        "86400, 23h55m",
        "28800, 7h55m",
        "28799, 28799s",
        "600, 600s",
        "60, 600s",
      })
  void lives(Integer seconds, String left) throws Exception {
    X509Certificate issued =
        issue(simple(), USAGES, Optional.ofNullable(seconds).map(Duration::ofSeconds));
    assertThat(issued.getNotBefore().toInstant()).isEqualTo(NOW.minusSeconds(300));
    assertThat(issued.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.parse("PT" + left)));
  }

  @Test
  void nothingOutlivesTheAuthority() throws Exception {
    Instant end = NOW.plusSeconds(90);
    write("ends", end, "EC", "SHA256withECDSA");
    assertThat(issue(simple(), USAGES, Optional.empty()).getNotAfter().toInstant()).isEqualTo(end);
    write("ended", NOW, "EC", "SHA256withECDSA");
    CertificateRequest request = simple();
    assertThatThrownBy(() -> issue(request, USAGES, Optional.empty()))
        .hasMessage(
            "refusing to sign a certificate that expired in the past: NotAfter="
                + "2026-03-01T12:00:00Z");
  }

  @Test
  void aServersCertificateHasItsNames() throws Exception {
    CertificateRequest request =
        CertificateRequest.parse(
            Asked.request(
                new X500Name("O=system:nodes,CN=system:node:a"),
                "ip:10.1.2.3",
                "id:1.2.3",
                "dns:a.example",
                "ip:fd00::1"));
    X509Certificate issued =
        issue(
            request,
            List.of("server auth", "digital signature", "key encipherment"),
            Optional.empty());
    assertThat(issued.getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactly("a.example", "10.1.2.3", "fd00:0:0:0:0:0:0:1");
    assertThat(issued.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(issued.getKeyUsage())
        .containsExactly(true, false, true, false, false, false, false, false, false);
    assertThat(issued.getBasicConstraints()).isEqualTo(-1);
    assertThat(issued.getCriticalExtensionOIDs())
        .containsExactlyInAnyOrder("2.5.29.15", "2.5.29.19");
    issued.verify(files.current().certificate().getPublicKey());
    assertThat(issued.getIssuerX500Principal().getName()).isEqualTo("CN=first");
  }

  @Test
  void ofASubjectWhatGoKnowsIsKept() throws Exception {
    X500Name subject =
        new X500NameBuilder()
            .addRDN(BCStyle.CN, new DERUTF8String("#0c01"))
            .addRDN(BCStyle.CN, new DERUTF8String("jané, of O=system:masters"))
            .addRDN(BCStyle.O, new DERUTF8String("devs"))
            .addRDN(new ASN1ObjectIdentifier("1.3.6.1.4.1.57683.2"), new DERUTF8String("uid"))
            .addRDN(BCStyle.O, new DERUTF8String("ops"))
            .addRDN(BCStyle.DC, new DERUTF8String("dropped"))
            .build();
    X509Certificate issued =
        issue(CertificateRequest.parse(Asked.request(subject)), USAGES, Optional.empty());
    assertThat(issued.getSubjectX500Principal().getName())
        .isEqualTo("CN=jané\\, of O\\=system:masters,O=ops+O=devs");
    assertThat(issued.getSubjectAlternativeNames()).isNull();
  }

  @Test
  void theFilesAreFollowed() throws Exception {
    assertThat(issue(simple(), USAGES, Optional.empty()).getIssuerX500Principal().getName())
        .isEqualTo("CN=first");
    write("second", NOW.plus(YEAR), "RSA", "SHA256withRSA");
    X509Certificate issued = issue(simple(), USAGES, Optional.empty());
    assertThat(issued.getIssuerX500Principal().getName()).isEqualTo("CN=second");
    assertThat(issued.getSigAlgName()).isEqualTo("SHA256withRSA");
    write("third", NOW.plus(YEAR), "Ed25519", "Ed25519");
    issued = issue(simple(), USAGES, Optional.empty());
    issued.verify(files.current().certificate().getPublicKey());
    String third = Files.readString(certificate);
    // Half a pair, nothing at all: the last whole one signs.
    write("fourth", NOW.plus(YEAR), "EC", "SHA256withECDSA");
    Files.writeString(certificate, third);
    assertThat(issue(simple(), USAGES, Optional.empty()).getIssuerX500Principal().getName())
        .isEqualTo("CN=third");
    Files.delete(key);
    assertThat(issue(simple(), USAGES, Optional.empty()).getIssuerX500Principal().getName())
        .isEqualTo("CN=third");
  }

  @Test
  void anAuthorityThatNeverWasIsToldOf() throws Exception {
    ClusterSigning.Authority authority = new ClusterSigning.Authority(certificate, key);
    ClusterSigning signing = ClusterSigning.of(authority, YEAR);
    signing.check();
    Files.writeString(key, "no key");
    assertThatThrownBy(signing::check)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no authority to sign with in " + certificate)
        .hasMessageContaining("no private key there");
    assertThatThrownBy(() -> ClusterSigning.of(authority, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ClusterSigning(Map.of("example.com/s", authority), YEAR))
        .hasMessage("unrecognized signerName: example.com/s");
    assertThatThrownBy(() -> new ClusterSigning(Map.of(), YEAR)).hasMessage("no authority");
  }

  @Test
  void aRequestNobodySignedIsNotIssued() throws Exception {
    PKCS10CertificationRequest own = Asked.request(Asked.keys(), new X500Name("CN=jane"));
    byte[] forged = own.getEncoded();
    // Another name than the one that was signed.
    int at = new String(forged, StandardCharsets.ISO_8859_1).indexOf("jane");
    forged[at] = 'm';
    CertificateRequest request = CertificateRequest.parse(Asked.pem("CERTIFICATE REQUEST", forged));
    assertThat(request.subject().commonName()).isEqualTo("mane");
    assertThatThrownBy(() -> issue(request, USAGES, Optional.empty()))
        .hasMessage("unable to verify certificate request signature");
  }

  @Test
  void unknownUsagesAreNamed() throws Exception {
    CertificateRequest request = simple();
    assertThatThrownBy(() -> issue(request, List.of("client auth", "a", "b"), Optional.empty()))
        .hasMessage("unrecognized usage values: [\"a\" \"b\"]");
    assertThat(Usages.of(List.of("s/mime", "netscape sgc", "email protection", "any")).purposes())
        .extracting(purpose -> purpose.getId())
        .containsExactly("2.5.29.37.0", "1.3.6.1.5.5.7.3.4", "2.16.840.1.113730.4.1");
  }
}
