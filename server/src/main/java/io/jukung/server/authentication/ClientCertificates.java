package io.jukung.server.authentication;

import static java.util.Comparator.naturalOrder;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.jukung.registry.request.UserInfo;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorResult;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Client certificates: the common name is the user, the organizations are the groups, and there may
 * be a uid. The chain must lead to one of the authorities, be valid now and allow client
 * authentication.
 *
 * <p>The signatures of a chain are checked once while the authorities stay, the times with each
 * request. At most 1,024 chains are remembered. Safe for all threads.
 *
 * <p>Upstream: {@code k8s.io/apiserver/pkg/authentication/request/x509/x509.go} at v1.36.
 */
public final class ClientCertificates implements Authenticator {
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";
  private static final String ANY_PURPOSE = "2.5.29.37.0";
  private static final ASN1ObjectIdentifier UID = new ASN1ObjectIdentifier("1.3.6.1.4.1.57683.2");
  private static final int MAX_CHAINS = 1024;

  private final Supplier<List<X509Certificate>> authorities;
  private final InstantSource clock;
  private volatile Trust trust = new Trust(List.of());

  /** Authorities, and the chains that lead to one of them. */
  private record Trust(
      List<X509Certificate> authorities, Cache<List<X509Certificate>, Verified> known) {
    Trust(List<X509Certificate> authorities) {
      this(
          authorities,
          Caffeine.newBuilder().maximumSize(MAX_CHAINS).executor(Runnable::run).build());
    }
  }

  /** Who a chain is of, and while it is valid. */
  private record Verified(Result result, Instant from, Instant until) {
    boolean at(Instant now) {
      return !now.isBefore(from) && !now.isAfter(until);
    }
  }

  /**
   * Trusts what others have signed.
   *
   * @param authorities who they are, asked with each request; better the same list while they are
   */
  public ClientCertificates(Supplier<List<X509Certificate>> authorities, InstantSource clock) {
    this.authorities = authorities;
    this.clock = clock;
  }

  /** What was known of chains counts only as long as the authorities stay. */
  private Trust trust() {
    List<X509Certificate> now = authorities.get();
    Trust before = trust;
    if (before.authorities().equals(now)) {
      return before;
    }
    Trust fresh = new Trust(List.copyOf(now));
    trust = fresh;
    return fresh;
  }

  @Override
  public Result authenticate(Credentials credentials) {
    if (credentials.certificates().isEmpty()) {
      return new Result.Unknown();
    }
    List<X509Certificate> chain = credentials.certificates();
    Instant now = clock.instant();
    Trust trusted = trust();
    Verified verified = trusted.known().getIfPresent(chain);
    if (verified != null && verified.at(now)) {
      return verified.result();
    }
    try {
      X509Certificate authority = verify(trusted, chain, now);
      Result result = identity(chain.getFirst());
      List<X509Certificate> all = new ArrayList<>(chain);
      all.add(authority);
      trusted
          .known()
          .put(
              chain,
              new Verified(
                  result,
                  all.stream().map(c -> c.getNotBefore().toInstant()).max(naturalOrder()).get(),
                  all.stream().map(c -> c.getNotAfter().toInstant()).min(naturalOrder()).get()));
      return result;
    } catch (GeneralSecurityException e) {
      return new Result.Rejected("client certificate: " + e.getMessage());
    }
  }

  /** The authority that a chain leads to; one whose time is over has nobody in its name. */
  private static X509Certificate verify(Trust trust, List<X509Certificate> chain, Instant now)
      throws GeneralSecurityException {
    List<X509Certificate> path = new ArrayList<>(chain);
    path.removeAll(trust.authorities());
    PKIXParameters parameters = new PKIXParameters(anchors(trust, now));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    CertPathValidatorResult found =
        CertPathValidator.getInstance("PKIX")
            .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    List<String> purposes = chain.getFirst().getExtendedKeyUsage();
    if (purposes == null || (!purposes.contains(CLIENT_AUTH) && !purposes.contains(ANY_PURPOSE))) {
      throw new CertificateParsingException("not for client authentication");
    }
    return ((PKIXCertPathValidatorResult) found).getTrustAnchor().getTrustedCert();
  }

  private static Set<TrustAnchor> anchors(Trust trust, Instant now)
      throws GeneralSecurityException {
    Set<TrustAnchor> anchors =
        trust.authorities().stream()
            .filter(authority -> !now.isBefore(authority.getNotBefore().toInstant()))
            .filter(authority -> !now.isAfter(authority.getNotAfter().toInstant()))
            .map(authority -> new TrustAnchor(authority, null))
            .collect(Collectors.toSet());
    if (anchors.isEmpty()) {
      throw new CertPathValidatorException("signed by unknown authority");
    }
    return anchors;
  }

  private static Result identity(X509Certificate certificate) throws GeneralSecurityException {
    X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    List<String> names = values(subject, BCStyle.CN);
    if (names.isEmpty() || names.getLast().isEmpty()) {
      return new Result.Unknown();
    }
    return new Result.Authenticated(
        new UserInfo(
            names.getLast(),
            uid(subject),
            values(subject, BCStyle.O),
            Map.of(CREDENTIAL_ID, List.of("X509SHA256=" + fingerprint(certificate)))));
  }

  private static String uid(X500Name subject) throws CertificateParsingException {
    List<String> uids = values(subject, UID);
    if (uids.isEmpty()) {
      return "";
    }
    if (uids.size() > 1) {
      throw new CertificateParsingException("expected 1 UID, but found multiple");
    }
    if (uids.getFirst().isEmpty()) {
      throw new CertificateParsingException("UID cannot be an empty string");
    }
    return uids.getFirst();
  }

  private static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
  }

  /** All values, whether each is a part of the name or several are one part, as Go writes them. */
  private static List<String> values(X500Name subject, ASN1ObjectIdentifier type) {
    List<String> values = new ArrayList<>();
    for (RDN part : subject.getRDNs(type)) {
      for (AttributeTypeAndValue attribute : part.getTypesAndValues()) {
        if (attribute.getType().equals(type)) {
          values.add(attribute.getValue() instanceof ASN1String text ? text.getString() : "");
        }
      }
    }
    return values;
  }
}
