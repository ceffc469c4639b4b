package io.jukung.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --tls-min-version} and {@code --tls-cipher-suites} take. */
final class TlsRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"VersionTLS10", "VersionTLS11", "TLSv1.2", ""})
  void versionsThatAreNotSpokenAreRefused(String version) {
    assertThatThrownBy(() -> new TlsRules(version, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "unknown tls version \"" + version + "\": expected VersionTLS12 or VersionTLS13");
  }

  @Test
  void suitesAreKnownByGoNames() {
    assertThat(
            new TlsRules(
                    "VersionTLS12",
                    List.of(
                        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305"))
                .cipherSuites())
        .containsExactly(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
  }

  @Test
  void suitesThatAreNotKnownAreRefused() {
    assertThatThrownBy(() -> new TlsRules("VersionTLS12", List.of("TLS_FOO")))
        .hasMessage("Cipher suite TLS_FOO not supported or doesn't exist");
  }
}
