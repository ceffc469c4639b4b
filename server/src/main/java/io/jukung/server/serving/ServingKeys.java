package io.jukung.server.serving;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.NullUnmarked;

/**
 * Tells TLS which key and certificates to use for a connection. TLS asks by kinds of keys, the
 * client's dearest first, until one is that of the certificate chosen. Safe for all threads.
 */
@NullUnmarked // The interface's arguments and results may be null.
public final class ServingKeys extends X509ExtendedKeyManager {
  private final ServingCertificates certificates;
  private final Map<SSLEngine, String> addresses = Collections.synchronizedMap(new WeakHashMap<>());

  ServingKeys(ServingCertificates certificates) {
    this.certificates = certificates;
  }

  /** Tells which of the server's addresses a connection came to, before its handshake. */
  public void cameTo(SSLEngine engine, String address) {
    if (certificates.choice().byAddress()) {
      addresses.put(engine, address);
    }
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    SSLSession session = engine.getHandshakeSession();
    Optional<String> asked =
        session instanceof ExtendedSSLSession extended
            ? extended.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName())
                .findFirst()
            : Optional.empty();
    ServedCertificate chosen =
        certificates.choice().choose(asked, Optional.ofNullable(addresses.get(engine)));
    return chosen.own().getPublicKey().getAlgorithm().equals(keyType) ? chosen.alias() : null;
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return certificates.find(alias).map(ServedCertificate::key).orElse(null);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return certificates
        .find(alias)
        .map(found -> found.chain().toArray(X509Certificate[]::new))
        .orElse(null);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return null;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return null;
  }
}
