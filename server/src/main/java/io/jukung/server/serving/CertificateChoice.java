package io.jukung.server.serving;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All certificates there are, and which of them a client is shown. Immutable.
 *
 * <p>Names given on the command line go before those read from certificates, and earlier
 * certificates before later ones. A client that asks for a name gets the certificate of that name,
 * else that of its domain's wildcard, else the first that is good for the name, else the standard
 * one. A client that asks for none gets the one of the address it came to, else the standard one.
 * Upstream: {@code named_certificates.go} and {@code tlsconfig.go} of {@code
 * k8s.io/apiserver/pkg/server/dynamiccertificates} at v1.36, and Go's {@code crypto/tls}.
 */
final class CertificateChoice {
  private final ServedCertificate standard;
  private final List<ServedCertificate> all = new ArrayList<>();
  private final Map<String, ServedCertificate> byName = new HashMap<>();
  private final boolean byAddress;

  /**
   * One certificate with the names it was given.
   *
   * @param names empty takes its own
   */
  record Named(ServedCertificate certificate, List<String> names) {}

  CertificateChoice(ServedCertificate standard, List<Named> named) {
    this.standard = standard;
    all.add(standard);
    for (Named one : named) {
      all.add(one.certificate());
      one.names().forEach(name -> byName.putIfAbsent(canonical(name), one.certificate()));
    }
    byAddress = byName.keySet().stream().anyMatch(name -> address(name).isPresent());
    for (Named one : named) {
      if (one.names().isEmpty()) {
        one.certificate()
            .names()
            .forEach(name -> byName.putIfAbsent(canonical(name), one.certificate()));
      }
    }
  }

  private static String canonical(String name) {
    return address(name).orElse(name.toLowerCase(Locale.ROOT));
  }

  private static Optional<String> address(String name) {
    try {
      return Optional.of(InetAddress.ofLiteral(name).getHostAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether it matters which of the server's addresses a client came to. */
  boolean byAddress() {
    return byAddress;
  }

  /**
   * What a client is shown.
   *
   * @param asked the name it asks for
   * @param address the server's address it came to, when that is known
   */
  ServedCertificate choose(Optional<String> asked, Optional<String> address) {
    if (asked.isEmpty()) {
      return address.map(byName::get).orElse(standard);
    }
    String name = asked.get().toLowerCase(Locale.ROOT);
    ServedCertificate exact = byName.get(name);
    if (exact != null) {
      return exact;
    }
    ServedCertificate wild = byName.get(ServedCertificate.wildcard(name));
    if (wild != null) {
      return wild;
    }
    return all.stream().filter(one -> one.covers(name)).findFirst().orElse(standard);
  }

  /** The one with the alias, if it is among them. */
  Optional<ServedCertificate> find(String alias) {
    return all.stream().filter(one -> one.alias().equals(alias)).findFirst();
  }
}
