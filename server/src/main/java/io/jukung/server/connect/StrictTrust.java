package io.jukung.server.connect;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts whom another trusts, but for what Go refuses: certificates without subject alternative
 * names, and signatures with SHA-1 below a self-signed authority. Safe for all threads.
 *
 * <p>Upstream: {@code crypto/x509/verify.go} of Go, and {@code
 * apiserver/pkg/util/x509metrics/server_cert_deprecations.go} at v1.36.
 */
final class StrictTrust extends X509ExtendedTrustManager {
  private static final String ALTERNATIVE_NAMES = "2.5.29.17";

  private final X509ExtendedTrustManager other;
  private final CertificateFaults faults;

  StrictTrust(X509ExtendedTrustManager other, CertificateFaults faults) {
    this.other = other;
    this.faults = faults;
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    for (X509Certificate each : chain) {
      boolean root = each.getSubjectX500Principal().equals(each.getIssuerX500Principal());
      if (!root && each.getSigAlgName().toUpperCase(Locale.ROOT).startsWith("SHA1WITH")) {
        faults.signedWithSha1();
        throw new CertificateException(
            "certificate signed by unknown authority (possibly because of \"x509: cannot verify"
                + " signature: insecure algorithm "
                + (each.getSigAlgName().toUpperCase(Locale.ROOT).endsWith("ECDSA")
                    ? "ECDSA-SHA1"
                    : "SHA1-RSA")
                + "\")");
      }
    }
    // The name was found elsewhere, or the other would have refused it.
    if (chain[0].getExtensionValue(ALTERNATIVE_NAMES) == null) {
      faults.missingAlternativeName();
      throw new CertificateException(
          "certificate relies on legacy Common Name field, use SANs instead");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    other.checkServerTrusted(chain, authType, socket);
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    other.checkServerTrusted(chain, authType, engine);
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    other.checkServerTrusted(chain, authType);
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    other.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    other.checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    other.checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return other.getAcceptedIssuers();
  }
}
