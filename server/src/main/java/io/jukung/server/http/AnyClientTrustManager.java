package io.jukung.server.http;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Takes any client certificate and leaves the judgement to the authenticator; tells clients which
 * authorities it would like. Never trusts a server.
 */
public final class AnyClientTrustManager extends X509ExtendedTrustManager {
  private final Supplier<List<X509Certificate>> wanted;

  /** Announces to each client what {@code wanted} has then. */
  public AnyClientTrustManager(Supplier<List<X509Certificate>> wanted) {
    this.wanted = wanted;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("not for servers");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("not for servers");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("not for servers");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return wanted.get().toArray(X509Certificate[]::new);
  }
}
