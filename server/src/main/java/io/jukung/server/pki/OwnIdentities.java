package io.jukung.server.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * Who this server is to kubelets and to extension servers. A renewed certificate is shown by the
 * next connection; those that are open keep theirs. Safe for all threads.
 */
public final class OwnIdentities {
  private volatile KeyAndCertificate kubeletClient;
  private volatile KeyAndCertificate frontProxyClient;

  private OwnIdentities(KeyAndCertificate kubeletClient, KeyAndCertificate frontProxyClient) {
    this.kubeletClient = kubeletClient;
    this.frontProxyClient = frontProxyClient;
  }

  /** Those of {@code pki}, made when missing or due. */
  public static OwnIdentities of(Pki pki) throws IOException, GeneralSecurityException {
    return new OwnIdentities(pki.kubeletClient(), pki.frontProxy().client());
  }

  /** Takes over what {@code pki} has now; makes what is missing or due. */
  public void renew(Pki pki) throws IOException, GeneralSecurityException {
    kubeletClient = pki.kubeletClient();
    frontProxyClient = pki.frontProxy().client();
  }

  /** Who calls kubelets. */
  public ClientIdentity kubelet() {
    return () -> kubeletClient;
  }

  /** Who forwards requests in the name of others. */
  public ClientIdentity frontProxy() {
    return () -> frontProxyClient;
  }
}
