package io.jukung.raftstore;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows who this member is at the moment of each handshake, as a server and as a client. Safe for
 * use by any number of threads.
 */
final class PeerKeys extends X509ExtendedKeyManager {
  private static final String ALIAS = "peer";

  private final Supplier<PeerTls> now;

  PeerKeys(Supplier<PeerTls> now) {
    this.now = now;
  }

  private @Nullable String chosen(String @Nullable ... keyTypes) {
    // A type may say more than the algorithm, as EC_EC does.
    String own = now.get().key().getAlgorithm();
    return keyTypes != null && Arrays.stream(keyTypes).anyMatch(type -> type.startsWith(own))
        ? ALIAS
        : null;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return chosen(keyTypes);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return chosen(keyType);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return chosen(keyTypes);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return chosen(keyType);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return new X509Certificate[] {now.get().certificate()};
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return now.get().key();
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {ALIAS};
  }
}
