package io.jukung.server.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Which TLS the server speaks. The names are kube-apiserver's, of {@code --tls-min-version} and
 * {@code --tls-cipher-suites}; TLS 1.0 and 1.1 are never spoken here.
 *
 * <p>Upstream: {@code k8s.io/component-base/cli/flag/ciphersuites_flag.go} at v1.36.
 *
 * @param minVersion {@code VersionTLS12} or {@code VersionTLS13}
 * @param cipherSuites the only ones of TLS 1.2, by their IANA names; empty for those with forward
 *     secrecy. Those of TLS 1.3 can't be chosen
 */
public record TlsRules(String minVersion, List<String> cipherSuites) {
  /** TLS 1.2 and later, ciphers with forward secrecy. */
  public static final TlsRules DEFAULT = new TlsRules("VersionTLS12", List.of());

  /** Go's name of these two differs from IANA's. */
  private static final List<String> SHORT_NAMES =
      List.of("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305");

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException for a version or cipher suite that this server can't speak
   */
  public TlsRules {
    if (!List.of("VersionTLS12", "VersionTLS13").contains(minVersion)) {
      throw new IllegalArgumentException(
          "unknown tls version \"" + minVersion + "\": expected VersionTLS12 or VersionTLS13");
    }
    cipherSuites = cipherSuites.stream().map(TlsRules::standardName).toList();
    Set<String> known = known();
    for (String suite : cipherSuites) {
      if (!known.contains(suite)) {
        throw new IllegalArgumentException(
            "Cipher suite " + suite + " not supported or doesn't exist");
      }
    }
  }

  private static String standardName(String name) {
    return SHORT_NAMES.contains(name) ? name + "_SHA256" : name;
  }

  private static Set<String> known() {
    try {
      return new TreeSet<>(
          Arrays.asList(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites()));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts the rules in force for what is made by a factory from now on. */
  void apply(SslContextFactory.Server tls) {
    tls.setIncludeProtocols(
        minVersion.equals("VersionTLS13")
            ? new String[] {"TLSv1.3"}
            : new String[] {"TLSv1.3", "TLSv1.2"});
    if (!cipherSuites.isEmpty()) {
      List<String> all = new ArrayList<>(cipherSuites);
      known().stream().filter(suite -> !suite.contains("_WITH_")).forEach(all::add);
      tls.setIncludeCipherSuites(all.toArray(String[]::new));
      // Who names a weak one means it.
      tls.setExcludeCipherSuites();
    }
  }
}
