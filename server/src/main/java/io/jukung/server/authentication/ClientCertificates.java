package io.jukung.server.authentication;

import static java.util.Comparator.naturalOrder;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.jukung.registry.request.UserInfo;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
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
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Client certificates: the common name is the user, the organizations are the groups, and there may
 * be a uid. The chain must lead to one of the authorities, be valid now and allow client
 * authentication.
 *
 * <p>The signatures of a chain are checked once, the times with each request. At most 1,024 chains
 * are remembered. Safe for all threads.
 *
 * <p>Upstream: {@code k8s.io/apiserver/pkg/authentication/request/x509/x509.go} at v1.36.
 */
public final class ClientCertificates implements Authenticator {
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";
  private static final String ANY_PURPOSE = "2.5.29.37.0";
  private static final ASN1ObjectIdentifier UID = new ASN1ObjectIdentifier("1.3.6.1.4.1.57683.2");
  private static final int MAX_CHAINS = 1024;

  private final Set<TrustAnchor> authorities;
  private final InstantSource clock;
  private final Cache<List<X509Certificate>, Verified> known =
      Caffeine.newBuilder().maximumSize(MAX_CHAINS).executor(Runnable::run).build();

  /** Who a chain is of, and while it is valid. */
  private record Verified(Result result, Instant from, Instant until) {
    boolean at(Instant now) {
      return !now.isBefore(from) && !now.isAfter(until);
    }
  }

  /** Trusts what {@code authorities} have signed. */
  public ClientCertificates(List<X509Certificate> authorities, InstantSource clock) {
    this.authorities =
        authorities.stream()
            .map(authority -> new TrustAnchor(authority, null))
            .collect(Collectors.toUnmodifiableSet());
    this.clock = clock;
  }

  @Override
  public Result authenticate(Credentials credentials) {
    if (credentials.certificates().isEmpty()) {
      return new Result.Unknown();
    }
    List<X509Certificate> chain = credentials.certificates();
    Instant now = clock.instant();
    Verified verified = known.getIfPresent(chain);
    if (verified != null && verified.at(now)) {
      return verified.result();
    }
    try {
      verify(chain, now);
      Result result = identity(chain.getFirst());
      known.put(
          chain,
          new Verified(
              result,
              chain.stream().map(c -> c.getNotBefore().toInstant()).max(naturalOrder()).get(),
              chain.stream().map(c -> c.getNotAfter().toInstant()).min(naturalOrder()).get()));
      return result;
    } catch (GeneralSecurityException e) {
      return new Result.Rejected("client certificate: " + e.getMessage());
    }
  }

  private void verify(List<X509Certificate> chain, Instant now) throws GeneralSecurityException {
    List<X509Certificate> path = new ArrayList<>(chain);
    path.removeIf(
        certificate ->
            authorities.stream().anyMatch(anchor -> certificate.equals(anchor.getTrustedCert())));
    PKIXParameters parameters = new PKIXParameters(authorities);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    List<String> purposes = chain.getFirst().getExtendedKeyUsage();
    if (purposes == null || (!purposes.contains(CLIENT_AUTH) && !purposes.contains(ANY_PURPOSE))) {
      throw new CertificateParsingException("not for client authentication");
    }
  }

  private static Result identity(X509Certificate certificate) throws GeneralSecurityException {
    X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    RDN[] names = subject.getRDNs(BCStyle.CN);
    if (names.length == 0) {
      return new Result.Unknown();
    }
    List<String> groups = new ArrayList<>();
    for (RDN organization : subject.getRDNs(BCStyle.O)) {
      groups.add(text(organization));
    }
    return new Result.Authenticated(
        new UserInfo(
            text(names[names.length - 1]),
            uid(subject),
            groups,
            Map.of(CREDENTIAL_ID, List.of("X509SHA256=" + fingerprint(certificate)))));
  }

  private static String uid(X500Name subject) throws CertificateParsingException {
    RDN[] uids = subject.getRDNs(UID);
    if (uids.length == 0) {
      return "";
    }
    if (uids.length > 1) {
      throw new CertificateParsingException("expected 1 UID, but found multiple");
    }
    String uid = text(uids[0]);
    if (uid.isEmpty()) {
      throw new CertificateParsingException("UID cannot be an empty string");
    }
    return uid;
  }

  private static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
  }

  private static String text(RDN part) {
    return part.getFirst().getValue() instanceof ASN1String text ? text.getString() : "";
  }
}
