package io.jukung.server.connect;

import io.jukung.server.pki.ClientIdentity;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Shows who this server is at the moment of each handshake, as a client only. */
final class ShownIdentity extends X509ExtendedKeyManager {
  private static final String ALIAS = "client";

  private final ClientIdentity identity;

  ShownIdentity(ClientIdentity identity) {
    this.identity = identity;
  }

  private @Nullable String chosen(String @Nullable [] keyTypes) {
    String own = identity.current().key().getAlgorithm();
    return keyTypes != null && Arrays.asList(keyTypes).contains(own) ? ALIAS : null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return chosen(keyTypes);
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return chosen(keyTypes);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return new X509Certificate[] {identity.current().certificate()};
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return identity.current().key();
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
