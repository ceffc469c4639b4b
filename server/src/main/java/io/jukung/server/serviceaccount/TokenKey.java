package io.jukung.server.serviceaccount;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/**
 * A key that tokens are verified with. Immutable, safe for all threads.
 *
 * @param id tells keys apart without giving them away: the hash of the encoded key
 * @param algorithm RS256, or the ES algorithm of the key's curve
 */
record TokenKey(String id, JWSAlgorithm algorithm, PublicKey key, JWSVerifier verifier) {
  /**
   * The key with its id.
   *
   * @throws InvalidKeyException when it is neither RSA nor on a curve of P-256, P-384 or P-521
   */
  static TokenKey of(PublicKey key) throws GeneralSecurityException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    try {
      return switch (key) {
        case RSAPublicKey rsa -> new TokenKey(id, JWSAlgorithm.RS256, key, new RSASSAVerifier(rsa));
        case ECPublicKey curve -> new TokenKey(id, algorithm(curve), key, new ECDSAVerifier(curve));
        default -> throw new InvalidKeyException("neither RSA nor EC: " + key.getAlgorithm());
      };
    } catch (JOSEException e) {
      throw new InvalidKeyException("not a key for tokens", e);
    }
  }

  private static JWSAlgorithm algorithm(ECPublicKey key) throws InvalidKeyException {
    Curve curve = Curve.forECParameterSpec(key.getParams());
    if (Curve.P_256.equals(curve)) {
      return JWSAlgorithm.ES256;
    }
    if (Curve.P_384.equals(curve)) {
      return JWSAlgorithm.ES384;
    }
    if (Curve.P_521.equals(curve)) {
      return JWSAlgorithm.ES512;
    }
    throw new InvalidKeyException("unknown private key curve, must be 256, 384, or 521");
  }

  /** The key as others read it. */
  JWK jwk() {
    return switch (key) {
      case RSAPublicKey rsa ->
          new RSAKey.Builder(rsa).keyUse(KeyUse.SIGNATURE).keyID(id).algorithm(algorithm).build();
      case ECPublicKey curve ->
          new ECKey.Builder(Curve.forECParameterSpec(curve.getParams()), curve)
              .keyUse(KeyUse.SIGNATURE)
              .keyID(id)
              .algorithm(algorithm)
              .build();
      default -> throw new IllegalStateException("checked when it was made");
    };
  }
}
