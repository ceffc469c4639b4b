package io.jukung.server.serving;

import io.jukung.registry.config.ConfigException;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * A certificate to show, with its key and the certificates of authorities sent along. Immutable.
 *
 * @param alias tells it from all others
 * @param chain the server's own first
 */
record ServedCertificate(String alias, PrivateKey key, List<X509Certificate> chain) {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final Pattern HOST =
      Pattern.compile("(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  ServedCertificate {
    chain = List.copyOf(chain);
  }

  static ServedCertificate of(PrivateKey key, List<X509Certificate> chain)
      throws GeneralSecurityException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(chain.getFirst().getEncoded());
    return new ServedCertificate(HexFormat.of().formatHex(hash), key, chain);
  }

  /**
   * Reads both as PEM.
   *
   * @throws ConfigException when one is missing or broken, or they do not belong together
   */
  static ServedCertificate parse(String certificates, String key) {
    try {
      List<X509Certificate> chain = PemFiles.parseCertificates(certificates);
      if (chain.isEmpty()) {
        throw new ConfigException("there is no certificate in it");
      }
      PrivateKey found =
          PemFiles.parsePrivateKey(key)
              .orElseThrow(() -> new ConfigException("there is no private key in it"));
      if (!PemFiles.publicOf(found).equals(chain.getFirst().getPublicKey())) {
        throw new ConfigException("the private key does not match the certificate's public key");
      }
      return of(found, chain);
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  X509Certificate own() {
    return chain.getFirst();
  }

  /** The names to be chosen by: DNS names, and the common name when it is one; no addresses. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    commonName()
        .filter(name -> name.equals("*") || HOST.matcher(name).matches())
        .filter(name -> !name.matches("[0-9.]+"))
        .ifPresent(names::add);
    names.addAll(alternativeNames(DNS_NAME));
    return names;
  }

  private Optional<String> commonName() {
    try {
      return new LdapName(own().getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .map(String::valueOf)
              .findFirst();
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }

  private List<String> alternativeNames(int kind) {
    try {
      Collection<List<?>> names = own().getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> Integer.valueOf(kind).equals(name.getFirst()))
              .map(name -> String.valueOf(name.get(1)))
              .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  /** Whether a client that asks for the host accepts it, as far as names go. */
  boolean covers(String host) {
    String wanted = host.toLowerCase(Locale.ROOT);
    return alternativeNames(DNS_NAME).stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .anyMatch(name -> name.equals(wanted) || name.equals(wildcard(wanted)))
        || alternativeNames(IP_ADDRESS).contains(wanted);
  }

  /** The name with a star for its first label. */
  static String wildcard(String host) {
    List<String> labels = new ArrayList<>(Arrays.asList(host.split("\\.", -1)));
    labels.set(0, "*");
    return String.join(".", labels);
  }
}
