package io.jukung.server.serviceaccount;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import io.jukung.server.pki.PemFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.ArrayList;
import java.util.List;

/** The key tokens are signed with and those they are verified with. Safe for all threads. */
public final class TokenKeys {
  private final TokenKey signing;
  private final JWSSigner signer;
  private final List<TokenKey> accepted;

  private TokenKeys(TokenKey signing, JWSSigner signer, List<TokenKey> accepted) {
    this.signing = signing;
    this.signer = signer;
    this.accepted = List.copyOf(accepted);
  }

  /**
   * Reads the keys.
   *
   * @param ownKeyFile the private key to sign with when the configuration names none
   * @throws IOException when a file can't be read or holds no key
   * @throws GeneralSecurityException when a key is of a kind that can't sign tokens
   */
  public static TokenKeys read(ServiceAccountConfig config, Path ownKeyFile)
      throws IOException, GeneralSecurityException {
    Path signingFile = config.signingKeyFile().orElse(ownKeyFile);
    PrivateKey key = PemFiles.readPrivateKey(signingFile);
    PublicKey open = PemFiles.publicOf(key);
    List<Path> files = config.keyFiles().isEmpty() ? List.of(signingFile) : config.keyFiles();
    List<TokenKey> accepted = new ArrayList<>();
    for (Path file : files) {
      for (PublicKey known : PemFiles.readPublicKeys(file)) {
        accepted.add(TokenKey.of(known));
      }
    }
    return new TokenKeys(TokenKey.of(open), signer(key), accepted);
  }

  private static JWSSigner signer(PrivateKey key) throws GeneralSecurityException {
    try {
      return switch (key) {
        case RSAPrivateKey rsa -> new RSASSASigner(rsa);
        case ECPrivateKey curve -> new ECDSASigner(curve);
        default -> throw new InvalidKeyException("neither RSA nor EC: " + key.getAlgorithm());
      };
    } catch (JOSEException e) {
      throw new InvalidKeyException("can't sign tokens with this key", e);
    }
  }

  /** All that tokens are verified with, in the order they were given. */
  List<TokenKey> accepted() {
    return accepted;
  }

  /** Those with this id; all of them when it is empty. */
  List<TokenKey> accepted(String id) {
    return id.isEmpty() ? accepted : accepted.stream().filter(key -> key.id().equals(id)).toList();
  }

  /** A token with {@code claims}, in compact form. */
  String sign(byte[] claims) {
    JWSHeader header = new JWSHeader.Builder(signing.algorithm()).keyID(signing.id()).build();
    JWSObject token = new JWSObject(header, new Payload(claims));
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("signing with a key that was checked", e);
    }
    return token.serialize();
  }
}
