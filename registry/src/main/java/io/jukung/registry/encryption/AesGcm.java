package io.jukung.registry.encryption;

import io.jukung.storage.Bytes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM with a random nonce of 12 bytes in front: {@code aesgcm}, and what KMS v2 stands on. */
public final class AesGcm implements ValueCipher {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  static final String TOO_SHORT = "the stored data was shorter than the required size";

  private final SecretKeySpec key;
  private final SecureRandom random;

  /**
   * A cipher of one key.
   *
   * @param key 16, 24 or 32 bytes
   */
  public AesGcm(byte[] key, SecureRandom random) {
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  @Override
  public byte[] seal(byte[] value, byte[] name) throws CipherException {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, name);
      byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + value.length + TAG_BYTES);
      int _ = cipher.doFinal(value, 0, value.length, sealed, NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new CipherException("can't encrypt: " + e.getMessage());
    }
  }

  @Override
  public Opened open(byte[] stored, byte[] name) throws CipherException {
    if (stored.length < NONCE_BYTES) {
      throw new CipherException(TOO_SHORT);
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(stored, NONCE_BYTES), name);
      return new Opened(
          Bytes.wrap(cipher.doFinal(stored, NONCE_BYTES, stored.length - NONCE_BYTES)), false);
    } catch (AEADBadTagException e) {
      throw new CipherException("cipher: message authentication failed");
    } catch (GeneralSecurityException e) {
      throw new CipherException("can't decrypt: " + e.getMessage());
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] name) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
    cipher.updateAAD(name);
    return cipher;
  }
}
