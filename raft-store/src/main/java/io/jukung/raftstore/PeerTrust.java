package io.jukung.raftstore;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts who the members' authority of the moment has signed; what the platform checks, names
 * included, is checked. Safe for use by any number of threads.
 */
final class PeerTrust extends X509ExtendedTrustManager {
  private final Supplier<PeerTls> now;
  private volatile Known known;

  private record Known(X509Certificate authority, X509ExtendedTrustManager manager) {}

  PeerTrust(Supplier<PeerTls> now) {
    this.now = now;
    X509Certificate authority = now.get().authority();
    try {
      this.known = new Known(authority, of(authority));
    } catch (CertificateException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private X509ExtendedTrustManager manager() throws CertificateException {
    X509Certificate authority = now.get().authority();
    Known before = known;
    if (before.authority.equals(authority)) {
      return before.manager;
    }
    X509ExtendedTrustManager manager = of(authority);
    known = new Known(authority, manager);
    return manager;
  }

  private static X509ExtendedTrustManager of(X509Certificate authority)
      throws CertificateException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("authority", authority);
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new CertificateException("the members' authority can't be used", e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    manager().checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    manager().checkServerTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    manager().checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    manager().checkServerTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    manager().checkClientTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    manager().checkServerTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[] {now.get().authority()};
  }
}
