package io.jukung.controllers.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestBuilder;
import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When requests have had their time. */
class RequestAgesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static CertificateSigningRequest request(
      String type, Instant made, Instant updated, String certificate) {
    CertificateSigningRequestBuilder builder =
        new CertificateSigningRequestBuilder()
            .withNewMetadata()
            .withName("a")
            .withCreationTimestamp(made.toString())
            .endMetadata();
    if (!type.isEmpty()) {
      builder =
          builder
              .withNewStatus()
              .withCertificate(certificate)
              .addNewCondition()
              .withType(type)
              .withStatus("True")
              .withLastUpdateTime(updated.toString())
              .endCondition()
              .endStatus();
    }
    return builder.build();
  }

  private static String certificate(Instant end) throws Exception {
    KeyPair keys = Asked.keys();
    X500Name name = new X500Name("CN=a");
    return Asked.pem(
        "CERTIFICATE",
        new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(NOW.minus(Duration.ofDays(9))),
                Date.from(end),
                name,
                keys.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
            .getEncoded());
  }

  @ParameterizedTest
  @CsvSource({
    "Denied, false, 3600, false",
    "Denied, false, 3601, true",
    "Failed, false, 3600, false",
    "Failed, false, 3601, true",
    "Approved, true, 3600, false",
    "Approved, true, 3601, true",
    "Approved, false, 86400, false",
    "Approved, false, 86401, true",
    "Other, true, 999999, false",
  })
  void decidedOnes(String type, boolean issued, long age, boolean over) throws Exception {
    String certificate = issued ? certificate(NOW.plusSeconds(60)) : "";
    CertificateSigningRequest request =
        request(type, NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(age), certificate);
    assertThat(RequestAges.over(request, NOW)).isEqualTo(over);
  }

  @Test
  void pendingOnesStayADay() {
    assertThat(RequestAges.over(request("", NOW.minusSeconds(86_400), NOW, ""), NOW)).isFalse();
    assertThat(RequestAges.over(request("", NOW.minusSeconds(86_401), NOW, ""), NOW)).isTrue();
  }

  @Test
  void oneWhoseCertificateEndedGoesAtOnce() throws Exception {
    assertThat(RequestAges.over(request("Approved", NOW, NOW, certificate(NOW)), NOW)).isFalse();
    Instant before = NOW.minusSeconds(1);
    assertThat(RequestAges.over(request("Approved", NOW, NOW, certificate(before)), NOW)).isTrue();
    // What nobody can read, or nobody stamped, stays.
    assertThat(RequestAges.over(request("Approved", NOW, NOW, "?"), NOW)).isFalse();
    CertificateSigningRequest unstamped = request("Denied", NOW, NOW, "");
    unstamped.getStatus().getConditions().getFirst().setLastUpdateTime(null);
    assertThat(RequestAges.over(unstamped, NOW)).isFalse();
  }
}
