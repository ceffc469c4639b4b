package io.jukung.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jukung.registry.config.ConfigException;
import io.jukung.server.pki.CertificateAuthority;
import io.jukung.server.pki.PemFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file of authorities may hold. */
class AuthorityFileTest {
  @TempDir Path folder;

  private static X509Certificate authority(String name) throws Exception {
    return CertificateAuthority.create(
            name, Duration.ofDays(1), Clock.systemUTC(), new SecureRandom())
        .own()
        .certificate();
  }

  private static byte[] pem(X509Certificate... certificates) throws Exception {
    StringBuilder text = new StringBuilder("who signs clients\n");
    for (X509Certificate certificate : certificates) {
      text.append(PemFiles.certificate(certificate)).append("# and\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void ownAuthoritiesStayAndEachCountsOnce() throws Exception {
    X509Certificate own = authority("own");
    X509Certificate first = authority("first");
    X509Certificate second = authority("second");
    Path path = Files.write(folder.resolve("ca.crt"), pem(first));
    AtomicInteger told = new AtomicInteger();
    try (AuthorityFile file = new AuthorityFile("test", path, List.of(own))) {
      file.start(told::incrementAndGet);
      assertThat(file.certificates()).containsExactly(own, first);
      assertThat(file.take(pem(second, own, second, first))).isEmpty();
      assertThat(file.certificates()).containsExactly(own, second, first);
      assertThat(told).hasValue(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no certificate",
        "-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nMIIB"
      })
  void whatCannotBeUsedChangesNothing(String broken) throws Exception {
    X509Certificate first = authority("first");
    Path path = Files.write(folder.resolve("ca.crt"), pem(first));
    AtomicInteger told = new AtomicInteger();
    try (AuthorityFile file = new AuthorityFile("test", path, List.of())) {
      file.start(told::incrementAndGet);
      assertThatThrownBy(() -> file.take(broken.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith("error loading CA bundle for \"test::" + path + "\": ");
      assertThat(file.certificates()).containsExactly(first);
      assertThat(told).hasValue(0);
    }
  }
}
