package io.jukung.server.authentication;

import io.jukung.registry.request.UserInfo;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Client certificates: the common name is the user, the organizations are the groups. The chain
 * must lead to one of the authorities, be valid now and allow client authentication.
 */
public final class ClientCertificates implements Authenticator {
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String ANY_PURPOSE = "2.5.29.37.0";

  private final Set<TrustAnchor> authorities;
  private final InstantSource clock;

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
    try {
      verify(credentials.certificates());
      return identity(credentials.certificates().getFirst());
    } catch (GeneralSecurityException e) {
      return new Result.Rejected("client certificate: " + e.getMessage());
    }
  }

  private void verify(List<X509Certificate> chain) throws GeneralSecurityException {
    List<X509Certificate> path = new ArrayList<>(chain);
    path.removeIf(
        certificate ->
            authorities.stream().anyMatch(anchor -> certificate.equals(anchor.getTrustedCert())));
    PKIXParameters parameters = new PKIXParameters(authorities);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(clock.instant()));
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    List<String> purposes = chain.getFirst().getExtendedKeyUsage();
    if (purposes == null || (!purposes.contains(CLIENT_AUTH) && !purposes.contains(ANY_PURPOSE))) {
      throw new CertificateParsingException("not for client authentication");
    }
  }

  private static Result identity(X509Certificate certificate) {
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
        new UserInfo(text(names[names.length - 1]), "", groups, Map.of()));
  }

  private static String text(RDN part) {
    return part.getFirst().getValue() instanceof ASN1String text ? text.getString() : "";
  }
}
