package io.jukung.server.connect;

import io.jukung.server.pki.ClientIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * How a TLS connection to a backend is made. Immutable; compared by identity, so connections may be
 * pooled by it.
 */
public final class BackendTls {
  private final SSLContext context;
  private final boolean verifies;
  private final Optional<String> serverName;

  private BackendTls(SSLContext context, boolean verifies, Optional<String> serverName) {
    this.context = context;
    this.verifies = verifies;
    this.serverName = serverName;
  }

  /** TLS as {@code identity}, if any, trusting whom this machine trusts and verifying the name. */
  public static BackendTls trustingMachine(Optional<? extends ClientIdentity> identity)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(identity.isPresent() ? keys(identity.get()) : new KeyManager[0], null, null);
    return new BackendTls(context, true, Optional.empty());
  }

  /** This, for a server with a name other than the host that is dialed. */
  public BackendTls named(String name) {
    return new BackendTls(context, verifies, Optional.of(name));
  }

  /** The name to ask for and to verify, when it is not the host's. */
  Optional<String> serverName() {
    return serverName;
  }

  /**
   * TLS as {@code identity}, if any, trusting {@code authorities} and verifying the name.
   *
   * @param authorities empty trusts everybody, as upstream does without {@code
   *     --kubelet-certificate-authority}
   */
  public static BackendTls of(
      Optional<? extends ClientIdentity> identity, List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    TrustManager[] trust =
        authorities.isEmpty() ? new TrustManager[] {new TrustAll()} : managers(authorities);
    KeyManager[] keys = identity.isPresent() ? keys(identity.get()) : new KeyManager[0];
    context.init(keys, trust, null);
    return new BackendTls(context, !authorities.isEmpty(), Optional.empty());
  }

  /**
   * TLS as {@code identity}, if any, trusting the certificates of a {@code caBundle} and verifying
   * the name.
   *
   * @throws IllegalArgumentException when {@code pem} has no certificate
   */
  public static BackendTls trusting(Optional<? extends ClientIdentity> identity, byte[] pem)
      throws GeneralSecurityException, IOException {
    List<X509Certificate> authorities = new ArrayList<>();
    for (Certificate each :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))) {
      authorities.add((X509Certificate) each);
    }
    if (authorities.isEmpty()) {
      throw new IllegalArgumentException("no certificate in caBundle");
    }
    return of(identity, authorities);
  }

  private static TrustManager[] managers(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("ca" + i, authorities.get(i));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager[] keys(ClientIdentity identity) {
    return new KeyManager[] {new ShownIdentity(identity)};
  }

  /** The context connections are made with. */
  public SSLContext context() {
    return context;
  }

  /** Sets what a connection needs beyond the context. */
  void configure(SSLParameters parameters) {
    if (verifies) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
  }

  /** Trusts everybody; only where the operator has given nothing to verify by. */
  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
