package io.jukung.server.connect;

import io.jukung.server.pki.ClientIdentity;
import io.jukung.server.pki.KeyAndCertificate;
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
 * How a TLS connection to a backend is made. Compared by identity, so connections may be pooled by
 * it. Safe for all threads.
 */
public final class BackendTls {
  private final Optional<? extends ClientIdentity> identity;
  private final Optional<TrustManager[]> trust;
  private final boolean verifies;
  private final Optional<String> serverName;
  private volatile Made made;

  /** A context, and whom connections of it show. */
  private record Made(Optional<KeyAndCertificate> shown, SSLContext context) {}

  private BackendTls(
      Optional<? extends ClientIdentity> identity,
      Optional<TrustManager[]> trust,
      boolean verifies,
      Optional<String> serverName)
      throws GeneralSecurityException {
    this.identity = identity;
    this.trust = trust;
    this.verifies = verifies;
    this.serverName = serverName;
    this.made = make();
  }

  private Made make() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        identity.isPresent() ? keys(identity.get()) : new KeyManager[0], trust.orElse(null), null);
    return new Made(identity.map(ClientIdentity::current), context);
  }

  /** TLS as {@code identity}, if any, trusting whom this machine trusts and verifying the name. */
  public static BackendTls trustingMachine(Optional<? extends ClientIdentity> identity)
      throws GeneralSecurityException, IOException {
    return new BackendTls(identity, Optional.empty(), true, Optional.empty());
  }

  /** This, for a server with a name other than the host that is dialed. */
  public BackendTls named(String name) throws GeneralSecurityException {
    return new BackendTls(identity, trust, verifies, Optional.of(name));
  }

  /**
   * This, refusing what Go refuses and Java does not; as it is when nobody is verified.
   *
   * @param faults is told of each refusal
   */
  public BackendTls strict(CertificateFaults faults) throws GeneralSecurityException {
    if (!verifies) {
      return this;
    }
    TrustManager[] managers = trust.isPresent() ? trust.get().clone() : machine();
    for (int i = 0; i < managers.length; i++) {
      if (managers[i] instanceof X509ExtendedTrustManager manager) {
        managers[i] = new StrictTrust(manager, faults);
      }
    }
    return new BackendTls(identity, Optional.of(managers), true, serverName);
  }

  private static TrustManager[] machine() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return factory.getTrustManagers();
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
    TrustManager[] trust =
        authorities.isEmpty() ? new TrustManager[] {new TrustAll()} : managers(authorities);
    return new BackendTls(identity, Optional.of(trust), !authorities.isEmpty(), Optional.empty());
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

  /**
   * The context to make the next connection with. A renewed identity has another: by the sessions
   * of the last one a server would go on to know the old certificate.
   */
  public SSLContext context() {
    Made current = made;
    if (current.shown.equals(identity.map(ClientIdentity::current))) {
      return current.context;
    }
    try {
      current = make();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a context was made before", e);
    }
    made = current;
    return current.context;
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
