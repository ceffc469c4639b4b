package io.jukung.server.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.KeyAndCertificate;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is shown what; the rows are what kube-apiserver does with the same flags. */
class CertificateChoiceTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final CertificateAuthority authority;

  CertificateChoiceTest() throws Exception {
    authority = CertificateAuthority.create("ca", DAY, Clock.systemUTC(), new SecureRandom());
  }

  /**
   * Certificates are {@code common name+alternative names}, then the names given behind a colon;
   * the first is the standard one.
   */
  @ParameterizedTest
  @CsvSource({
    // A certificate's own names: the common name when it is one, and the alternative ones.
    "d+d.test;cn.test+san.test,               san.test,    '',        1",
    "d+d.test;cn.test+san.test,               cn.test,     '',        1",
    "d+d.test;cn.test+san.test,               SAN.test,    '',        1",
    "d+d.test;cn.test+san.test,               other.test,  '',        0",
    "d+d.test;cn.test+san.test,               '',          '',        0",
    // Addresses are no names of a certificate.
    "d+d.test;1.2.3.4+san.test/1.2.3.4,       '',          1.2.3.4,   0",
    // Given names stand for the certificate's own.
    "d+d.test;cn+own.test:given.test,         given.test,  '',        1",
    "d+d.test+own.test;cn+own.test:given.test, own.test,   '',        0",
    // Names of no certificate: whoever is good for it.
    "d+d.test;cn+own.test:given.test,         own.test,    '',        1",
    // Wildcards stand for one label, and exact names go first.
    "d+d.test;a+a.test:*.test;b+b.test:b.test, x.test,     '',        1",
    "d+d.test;a+a.test:*.test;b+b.test:b.test, b.test,     '',        2",
    "d+d.test;a+a.test:*.test;b+b.test:b.test, x.y.test,   '',        0",
    "d+d.test;a+*.test;b+b.test,              c.test,      '',        1",
    // Of two with the same name the first; given names go before those read.
    "d+d.test;a+s.test;b+s.test,              s.test,      '',        1",
    "d+d.test;a+s.test;b+s.test:s.test,       s.test,      '',        2",
    "d+d.test;a+s.test:n.test;b+s.test:n.test, n.test,     '',        1",
    // Who asks for nothing gets that of the address.
    "d+d.test;a+a.test:192.0.2.1,             '',          192.0.2.1, 1",
    "d+d.test;a+a.test:192.0.2.1,             '',          192.0.2.2, 0",
    "d+d.test;a+a.test:192.0.2.1,             d.test,      192.0.2.1, 0",
    "d+d.test;a+a.test:2001:db8::1,           '',          2001:db8:0:0:0:0:0:1, 1",
  })
  void aClientIsShown(String certificates, String asked, String address, int expected)
      throws Exception {
    List<CertificateChoice.Named> all =
        Arrays.stream(certificates.split(";", -1)).map(this::certificate).toList();
    CertificateChoice choice =
        new CertificateChoice(all.getFirst().certificate(), all.subList(1, all.size()));
    ServedCertificate shown = choice.choose(nonEmpty(asked), nonEmpty(address));
    assertThat(all.stream().map(CertificateChoice.Named::certificate).toList().indexOf(shown))
        .isEqualTo(expected);
    assertThat(choice.find(shown.alias())).contains(shown);
    assertThat(choice.byAddress()).isEqualTo(certificates.matches(".*:(192|2001).*"));
  }

  private static Optional<String> nonEmpty(String text) {
    return Optional.of(text).filter(t -> !t.isEmpty());
  }

  private CertificateChoice.Named certificate(String text) {
    String[] parts = text.split(":", 2);
    String[] names = parts[0].split("[+/]", -1);
    try {
      KeyAndCertificate made =
          authority.issueServer(names[0], List.of(names).subList(1, names.length), DAY);
      return new CertificateChoice.Named(
          ServedCertificate.of(made.key(), List.of(made.certificate())),
          parts.length == 1 ? List.of() : List.of(parts[1]));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
